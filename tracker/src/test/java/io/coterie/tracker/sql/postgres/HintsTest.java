package io.coterie.tracker.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of hints while no connection can be opened. */
final class HintsTest {

  @Test
  void whateverKeepsAConnectionFromBeingOpenedItIsTriedAgain() throws InterruptedException {
    CountDownLatch attempts = new CountDownLatch(3);
    Hints.Opener failing =
        () -> {
          attempts.countDown();
          if (attempts.getCount() == 2) {
            throw new IllegalStateException("the password file cannot be read");
          }
          throw new SQLException("no server");
        };

    try (Hints hints = new Hints(failing, changes -> {})) {
      assertThat(attempts.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(hints.gaps()).isZero();
    }
  }
}
