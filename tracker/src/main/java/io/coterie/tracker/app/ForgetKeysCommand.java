package io.coterie.tracker.app;

import io.coterie.tracker.sql.SqlDeployments;
import io.coterie.tracker.store.Store;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets trackers start with keys that have nothing in common with the former ones. */
@Command(
    name = "forget-keys",
    description = {
      "Forgets which authority and grant keys the trackers of a store use. The next tracker that"
          + " starts decides; so stop all of them first. Only needed when keys must be replaced"
          + " without an overlap, as after a theft.",
      "Example: bin/tracker forget-keys --store jdbc:postgresql://db/coterie"
    },
    mixinStandardHelpOptions = true)
final class ForgetKeysCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec;
  @Mixin private StoreOption store;

  ForgetKeysCommand(Map<String, String> environment) {
    this.environment = environment;
    store = new StoreOption(environment);
  }

  @Override
  public Integer call() {
    StoreLocation location = store.location(TrackerHome.open(environment));
    try (Store open = OperatorStore.open(location)) {
      boolean unused =
          open.write(
              tx -> {
                new SqlDeployments().forgetKeys(tx);
                return true;
              });
    }
    spec.commandLine().getOut().println("forgot the keys of " + location);
    return TrackerMain.OK;
  }
}
