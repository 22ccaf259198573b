package io.coterie.shell.command.transfer;

import io.coterie.peer.v1.ExplainTransferRequest;
import io.coterie.peer.v1.ExplainTransferResponse;
import io.coterie.peer.v1.SourceReport;
import io.coterie.peer.v1.Transfer;
import io.coterie.peer.v1.TransferState;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.TransferText;
import io.coterie.shell.render.Units;
import io.coterie.shell.render.View;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    description = "Says why a download is slow or stuck, and what its sources do.",
    footer = "Example: explain beach.jpg")
final class Explain implements ShellCommand {
  @Mixin TransferArgument argument;

  @Override
  public void run(ShellContext shell) {
    Transfer transfer = argument.find(shell.control());
    ExplainTransferRequest request =
        ExplainTransferRequest.newBuilder().setTransferId(transfer.getTransferId()).build();
    ExplainTransferResponse response =
        shell.call(sent -> shell.control().calls().explainTransfer(sent), request);
    shell.show(response, new View.Lines(lines(response)));
  }

  private static List<String> lines(ExplainTransferResponse response) {
    boolean running = response.getTransfer().getState() == TransferState.TRANSFER_STATE_RUNNING;
    List<String> lines = new ArrayList<>();
    lines.add(TransferText.line(response.getTransfer()));
    response.getFindingsList().forEach(finding -> lines.add("  " + Names.display(finding)));
    response.getSourcesList().forEach(source -> lines.add("  " + line(source, running)));
    return lines;
  }

  private static String line(SourceReport source, boolean running) {
    List<String> parts = new ArrayList<>();
    parts.add("source " + Names.display(source.getUser()));
    parts.add(Names.display(source.getEndpoint()));
    parts.add(Names.display(source.getState()));
    if (running) {
      parts.add("has " + Units.count(Integer.toUnsignedLong(source.getHeldPieces()), "piece"));
    }
    parts.add("sent " + Units.size(source.getVerifiedBytes()));
    if (running) {
      parts.add(Units.rate(source.getRate()));
    }
    if (source.getBadPieces() > 0) {
      parts.add(Units.count(source.getBadPieces(), "bad piece"));
    }
    return String.join("  ", parts);
  }
}
