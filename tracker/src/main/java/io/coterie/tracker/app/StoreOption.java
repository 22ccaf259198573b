package io.coterie.tracker.app;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a command names its store. */
final class StoreOption {

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "The store: jdbc:sqlite:PATH for the trackers of one machine, or"
            + " jdbc:postgresql://HOST,HOST/DATABASE for those of many, with the parameters of"
            + " pgjdbc such as sslmode=verify-full.",
        "Default: the file coterie.db under COTERIE_HOME/tracker."
      })
  private @Nullable String url;

  @Mixin private StoreCredentials credentials;

  StoreOption(Map<String, String> environment) {
    credentials = new StoreCredentials(environment);
  }

  /**
   * The store that is named.
   *
   * @throws StartException when the options name none that can be used
   */
  StoreLocation location(TrackerHome home) {
    return url == null
        ? new StoreLocation.Embedded(home.store())
        : StoreLocation.parse("--store", url, credentials);
  }
}
