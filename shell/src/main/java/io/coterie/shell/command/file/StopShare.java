package io.coterie.shell.command.file;

import io.coterie.peer.v1.StopSharingRequest;
import io.coterie.peer.v1.StopSharingResponse;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Stops sharing a file from your peer. The file on your disk stays.",
    footer = "Example: stop_share photos beach.jpg")
final class StopShare implements ShellCommand {
  @Parameters(index = "0", paramLabel = "GROUP", description = "The group.")
  Name group;

  @Parameters(index = "1", paramLabel = "FILE", description = "A file that you share there.")
  Name file;

  @Override
  public void run(ShellContext shell) {
    StopSharingRequest request =
        StopSharingRequest.newBuilder().setGroup(group.value()).setName(file.value()).build();
    StopSharingResponse response =
        shell.call(sent -> shell.control().calls().stopSharing(sent), request);
    String left = response.getSources() == 0 ? "; nobody else shares it" : "";
    shell.show(response, "stopped sharing " + file.shown() + " in " + group.shown() + left);
  }
}
