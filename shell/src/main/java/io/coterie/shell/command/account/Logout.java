package io.coterie.shell.command.account;

import io.coterie.peer.v1.GetSessionResponse;
import io.coterie.peer.v1.LogoutRequest;
import io.coterie.peer.v1.LogoutResponse;
import io.coterie.shell.command.SessionTokenFile;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import java.io.IOException;
import picocli.CommandLine.Command;

@Command(
    description = "Logs out: stops serving your shares and pauses your downloads.",
    footer = "Example: logout")
final class Logout implements ShellCommand {
  @Override
  public void run(ShellContext shell) throws IOException {
    GetSessionResponse session = shell.control().session();
    LogoutResponse response =
        shell.call(
            sent -> shell.control().calls().logout(sent), LogoutRequest.getDefaultInstance());
    SessionTokenFile.delete(session);
    shell.show(response, "logged out");
  }
}
