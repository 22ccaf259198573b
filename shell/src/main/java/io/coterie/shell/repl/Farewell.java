package io.coterie.shell.repl;

import io.coterie.peer.v1.ListTransfersResponse;
import io.coterie.peer.v1.Transfer;
import io.coterie.peer.v1.TransferState;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.command.transfer.Transfers;
import io.coterie.shell.render.TransferText;
import io.coterie.shell.render.Units;
import io.coterie.shell.render.View;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names the partial downloads that stay behind when a shell leaves together with its peer. */
public final class Farewell {
  private static final Logger log = LoggerFactory.getLogger(Farewell.class);

  private static final Set<TransferState> PARTIAL =
      EnumSet.of(
          TransferState.TRANSFER_STATE_QUEUED,
          TransferState.TRANSFER_STATE_CHECKING,
          TransferState.TRANSFER_STATE_RUNNING,
          TransferState.TRANSFER_STATE_PAUSED);

  private Farewell() {}

  /** Shows them, if there are any. */
  public static void say(ShellContext shell) {
    ListTransfersResponse all;
    try {
      all = Transfers.all(shell.control());
    } catch (StatusRuntimeException e) {
      // Nobody is logged in, or the peer is gone already: there is nothing to name.
      log.debug("no partial downloads named", e);
      return;
    }
    List<Transfer> kept =
        all.getTransfersList().stream().filter(t -> PARTIAL.contains(t.getState())).toList();
    if (kept.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(Units.count(kept.size(), "partial download") + " kept for your next login:");
    kept.forEach(transfer -> lines.add(TransferText.line(transfer)));
    shell.show(
        ListTransfersResponse.newBuilder().addAllTransfers(kept).build(), new View.Lines(lines));
  }
}
