package io.coterie.shell.command.transfer;

import io.coterie.peer.v1.PauseTransferRequest;
import io.coterie.peer.v1.PauseTransferResponse;
import io.coterie.peer.v1.Transfer;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    description = "Pauses a download; what is verified is kept.",
    footer = "Example: pause_download beach.jpg")
final class PauseDownload implements ShellCommand {
  @Mixin TransferArgument argument;

  @Override
  public void run(ShellContext shell) {
    Transfer transfer = argument.find(shell.control());
    PauseTransferRequest request =
        PauseTransferRequest.newBuilder().setTransferId(transfer.getTransferId()).build();
    PauseTransferResponse response =
        shell.call(sent -> shell.control().calls().pauseTransfer(sent), request);
    shell.show(response, "paused " + Names.display(transfer.getName()));
  }
}
