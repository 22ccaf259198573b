package io.coterie.shell.command.transfer;

import io.coterie.peer.v1.ListTransfersResponse;
import io.coterie.peer.v1.Transfer;
import io.coterie.peer.v1.TransferState;
import io.coterie.shell.command.CommandFailure;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Units;
import io.coterie.shell.render.View;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Waits until no download is going on, and shows them all.",
      "Fails when one of them failed, or when the time runs out first."
    },
    footer = "Example: wait_downloads 60")
final class WaitDownloads implements ShellCommand {
  private static final Set<TransferState> GOING_ON =
      EnumSet.of(
          TransferState.TRANSFER_STATE_QUEUED,
          TransferState.TRANSFER_STATE_CHECKING,
          TransferState.TRANSFER_STATE_RUNNING);
  private static final long SHORTEST_LOOK_MILLIS = 20;
  private static final long LONGEST_LOOK_MILLIS = 250;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SECONDS",
      description = "At most this long; without end when not given.")
  @Nullable Duration limit;

  @Override
  public void run(ShellContext shell) {
    long start = System.nanoTime();
    long pause = SHORTEST_LOOK_MILLIS;
    ListTransfersResponse all = Transfers.all(shell.control());
    while (count(all, GOING_ON) > 0 && timeLeft(start)) {
      sleep(pause);
      pause = Math.min(LONGEST_LOOK_MILLIS, 2 * pause);
      all = Transfers.all(shell.control());
    }
    shell.show(all, new View.Transfers(all.getTransfersList()));
    judge(all);
  }

  private boolean timeLeft(long start) {
    return limit == null || System.nanoTime() - start < limit.toNanos();
  }

  private static void judge(ListTransfersResponse all) {
    long failed = count(all, EnumSet.of(TransferState.TRANSFER_STATE_FAILED));
    if (failed > 0) {
      throw new CommandFailure(Units.count(failed, "download") + " failed; explain FILE says more");
    }
    long unfinished = count(all, GOING_ON);
    if (unfinished > 0) {
      throw new CommandFailure(
          "time ran out with "
              + Units.count(unfinished, "download")
              + " unfinished; explain FILE says why");
    }
  }

  private static long count(ListTransfersResponse all, Set<TransferState> states) {
    return all.getTransfersList().stream().map(Transfer::getState).filter(states::contains).count();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("cancelled; the downloads go on");
    }
  }
}
