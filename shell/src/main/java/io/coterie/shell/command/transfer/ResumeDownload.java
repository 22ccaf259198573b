package io.coterie.shell.command.transfer;

import io.coterie.peer.v1.ResumeTransferRequest;
import io.coterie.peer.v1.ResumeTransferResponse;
import io.coterie.peer.v1.Transfer;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    description = "Goes on with a download that was paused or failed.",
    footer = "Example: resume_download beach.jpg")
final class ResumeDownload implements ShellCommand {
  @Mixin TransferArgument argument;

  @Override
  public void run(ShellContext shell) {
    Transfer transfer = argument.find(shell.control());
    ResumeTransferRequest request =
        ResumeTransferRequest.newBuilder().setTransferId(transfer.getTransferId()).build();
    ResumeTransferResponse response =
        shell.call(sent -> shell.control().calls().resumeTransfer(sent), request);
    shell.show(response, "resumed " + Names.display(transfer.getName()));
  }
}
