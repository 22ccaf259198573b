package io.coterie.shell.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.peer.v1.Transfer;
import io.coterie.peer.v1.TransferState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DashboardTest {
  private final Timer timer = new Timer();
  private final List<List<String>> drawn = new CopyOnWriteArrayList<>();
  private final Dashboard dashboard = new Dashboard(drawn::add, timer);

  @AfterEach
  void end() {
    timer.close();
  }

  private static Transfer transfer(int number, TransferState state) {
    return Transfer.newBuilder()
        .setTransferId("t" + number)
        .setGroup("g")
        .setName("f" + number)
        .setState(state)
        .build();
  }

  private void awaitLines(String... lines) {
    await().untilAsserted(() -> assertThat(drawn).endsWith(List.of(lines)));
  }

  @Test
  void showsTheCommandBelowTheDownloads() {
    dashboard.update(transfer(1, TransferState.TRANSFER_STATE_QUEUED));
    dashboard.show("hashing 4%");
    dashboard.show("hashing 5%");
    awaitLines("[D] [g] f1  100%  waiting", "hashing 5%");
    dashboard.clear();
    awaitLines("[D] [g] f1  100%  waiting");
    dashboard.update(transfer(1, TransferState.TRANSFER_STATE_COMPLETE));
    awaitLines();
  }

  @Test
  void countsWhatHasNoRoom() {
    for (int i = 1; i <= 5; i++) {
      dashboard.update(transfer(i, TransferState.TRANSFER_STATE_QUEUED));
    }
    awaitLines(
        "[D] [g] f1  100%  waiting",
        "[D] [g] f2  100%  waiting", "[D] [g] f3  100%  waiting", "and 2 more; see show_downloads");
    dashboard.forget();
    awaitLines();
  }

  @Test
  void drawsManyChangesAtOnce() {
    for (int i = 0; i < 1_000; i++) {
      dashboard.show("step " + i);
    }
    awaitLines("step 999");
    assertThat(drawn).hasSizeLessThan(100);
  }
}
