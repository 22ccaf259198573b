package io.coterie.tracker.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a suspended user in again. */
@Command(
    name = "unsuspend",
    description = "Allows a suspended user to log in again.",
    mixinStandardHelpOptions = true)
final class UnsuspendCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "USER", description = "The account's name.")
  private String user = "";

  @Mixin private StoreOption store;

  UnsuspendCommand(Map<String, String> environment) {
    this.environment = environment;
    store = new StoreOption(environment);
  }

  @Override
  public Integer call() {
    boolean unused =
        OperatorStore.write(
            store.location(TrackerHome.open(environment)),
            (suspension, tx) -> {
              suspension.lift(tx, user);
              return true;
            });
    spec.commandLine().getOut().println("unsuspended " + user);
    return TrackerMain.OK;
  }
}
