package io.coterie.shell.command.transfer;

import io.coterie.peer.v1.CancelTransferRequest;
import io.coterie.peer.v1.CancelTransferResponse;
import io.coterie.peer.v1.Transfer;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    description = "Cancels a download and deletes its partial file.",
    footer = "Example: cancel_download beach.jpg")
final class CancelDownload implements ShellCommand {
  @Mixin TransferArgument argument;

  @Override
  public void run(ShellContext shell) {
    Transfer transfer = argument.find(shell.control());
    CancelTransferRequest request =
        CancelTransferRequest.newBuilder().setTransferId(transfer.getTransferId()).build();
    CancelTransferResponse response =
        shell.call(sent -> shell.control().calls().cancelTransfer(sent), request);
    shell.show(response, "cancelled " + Names.display(transfer.getName()));
  }
}
