package io.coterie.tracker.app;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option by which every command names its store. */
final class StoreOption {

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "The store, jdbc:sqlite:PATH. Default: coterie.db under COTERIE_HOME/tracker.")
  private @Nullable String url;

  /**
   * The store's file.
   *
   * @throws StartException when the option names none that can be used
   */
  Path file(TrackerHome home) {
    return Optional.ofNullable(url).map(StoreLocation::parse).orElseGet(home::store);
  }
}
