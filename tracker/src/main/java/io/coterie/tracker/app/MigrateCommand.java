package io.coterie.tracker.app;

import io.coterie.tracker.store.Store;
import io.coterie.tracker.store.StoreUnusableException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings a store's schema up to date without starting a tracker. */
@Command(
    name = "migrate",
    description = {
      "Makes a store, or brings its schema up to date, as each tracker does when it starts. Safe"
          + " beside trackers that run and other migrations.",
      "Example: bin/tracker migrate --store jdbc:postgresql://db/coterie"
    },
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec;
  @Mixin private StoreOption store;

  MigrateCommand(Map<String, String> environment) {
    this.environment = environment;
    store = new StoreOption(environment);
  }

  @Override
  public Integer call() {
    StoreLocation location = store.location(TrackerHome.open(environment));
    try (Store open = location.open()) {
      open.probe();
    } catch (StoreUnusableException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
    spec.commandLine().getOut().println("the store " + location + " is up to date");
    return TrackerMain.OK;
  }
}
