package io.coterie.shell.command.account;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.tracker.v1.RevokeSessionRequest;
import io.coterie.tracker.v1.RevokeSessionResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Ends one of your sessions, as after losing a computer.",
    footer = "Example: revoke_session 5f3c9a, with an id that list_sessions shows")
final class RevokeSession implements ShellCommand {
  @Parameters(index = "0", paramLabel = "SESSION", description = "The id from list_sessions.")
  String session;

  @Override
  public void run(ShellContext shell) {
    RevokeSessionRequest request =
        RevokeSessionRequest.newBuilder()
            .setRequestId(RequestIds.next())
            .setSessionId(session)
            .build();
    RevokeSessionResponse response = shell.call(shell.tracker().sessions()::revokeSession, request);
    shell.show(response, "session " + Names.display(session) + " ended");
  }
}
