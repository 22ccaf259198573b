package io.coterie.tracker.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps a user out, at once and on all trackers of the store. */
@Command(
    name = "suspend",
    description = "Ends all sessions of a user and refuses further logins.",
    mixinStandardHelpOptions = true)
final class SuspendCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "USER", description = "The account's name.")
  private String user = "";

  @Mixin private StoreOption store;

  SuspendCommand(Map<String, String> environment) {
    this.environment = environment;
    store = new StoreOption(environment);
  }

  @Override
  public Integer call() {
    int ended =
        OperatorStore.write(
            store.location(TrackerHome.open(environment)),
            (suspension, tx) -> suspension.suspend(tx, user));
    spec.commandLine().getOut().println("suspended " + user + "; sessions ended: " + ended);
    return TrackerMain.OK;
  }
}
