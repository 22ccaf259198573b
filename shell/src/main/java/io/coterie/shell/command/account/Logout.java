package io.coterie.shell.command.account;

import io.coterie.peer.v1.GetSessionResponse;
import io.coterie.peer.v1.LogoutRequest;
import io.coterie.peer.v1.LogoutResponse;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.SessionTokenFile;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    List<String> lines = new ArrayList<>(List.of("logged out"));
    response.getWarningsList().forEach(w -> lines.add("warning: " + Names.display(w)));
    shell.show(response, new View.Lines(lines));
  }
}
