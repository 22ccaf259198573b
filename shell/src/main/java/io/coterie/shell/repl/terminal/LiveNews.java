package io.coterie.shell.repl.terminal;

import io.coterie.peer.v1.Transfer;
import io.coterie.peer.v1.TransferState;
import io.coterie.peer.v1.WatchEventsResponse;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.render.Look;
import io.coterie.shell.render.View;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Puts the peer's events where the user sees them: downloads below, news above the prompt. */
final class LiveNews implements Consumer<WatchEventsResponse> {
  private static final Set<TransferState> ENDED =
      EnumSet.of(TransferState.TRANSFER_STATE_COMPLETE, TransferState.TRANSFER_STATE_FAILED);

  private final Dashboard dashboard;
  private final Consumer<List<String>> above;
  private final Look look;

  /**
   * Shows events.
   *
   * @param dashboard shows running downloads
   * @param above prints lines above the prompt
   */
  LiveNews(Dashboard dashboard, Consumer<List<String>> above, Look look) {
    this.dashboard = dashboard;
    this.above = above;
    this.look = look;
  }

  @Override
  public void accept(WatchEventsResponse event) {
    if (event.hasNotice()) {
      above.accept(List.of(look.faint("* ") + Names.display(event.getNotice().getText())));
    } else if (event.hasTransfer()) {
      Transfer transfer = event.getTransfer();
      dashboard.update(transfer);
      if (ENDED.contains(transfer.getState())) {
        above.accept(new View.Transfers(List.of(transfer)).forTerminal(look));
      }
    }
  }
}
