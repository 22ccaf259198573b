package io.coterie.shell.command.transfer;

import io.coterie.peer.v1.ListTransfersResponse;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.View;
import picocli.CommandLine.Command;

@Command(
    description = {
      "Shows your downloads, newest first:",
      "[D] going on, [C] complete, [P] paused, [F] failed."
    },
    footer = "Example: show_downloads")
final class ShowDownloads implements ShellCommand {
  @Override
  public void run(ShellContext shell) {
    ListTransfersResponse all = Transfers.all(shell.control());
    shell.show(all, new View.Transfers(all.getTransfersList()));
  }
}
