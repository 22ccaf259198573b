package io.coterie.shell.command.account;

import io.coterie.peer.v1.GetStatusResponse;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Units;
import io.coterie.shell.render.View;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    description = "Tells who is logged in and how your peer is doing.",
    footer = "Example: whoami")
final class Whoami implements ShellCommand {
  @Override
  public void run(ShellContext shell) {
    GetStatusResponse status = shell.control().status();
    if (status.getUser().isEmpty()) {
      throw new Refusal(ErrorReason.ERROR_REASON_NOT_LOGGED_IN, "nobody is logged in");
    }
    shell.show(status, new View.Lines(lines(status)));
  }

  private static List<String> lines(GetStatusResponse status) {
    return List.of(
        Names.display(status.getUser()),
        "peer " + Names.display(status.getPeerId()),
        "reachable at " + Names.display(status.getAdvertisedAddress()),
        status.getAttachedTracker().isEmpty()
            ? "cut off from all trackers"
            : "attached to tracker " + Names.display(status.getAttachedTracker()),
        "received " + Units.size(status.getDownloadedBytes()) + ", " + limit(status.getDownLimit()),
        "sent " + Units.size(status.getUploadedBytes()) + ", " + limit(status.getUpLimit()));
  }

  private static String limit(long bytesPerSecond) {
    return "limit " + Units.limit(bytesPerSecond);
  }
}
