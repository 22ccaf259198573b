package io.coterie.tracker.account;

import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PasswordsTest {

  /** From the test program of the reference implementation, github.com/P-H-C/phc-winner-argon2. */
  private static final String REFERENCE =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  @Test
  void agreesWithTheReferenceImplementation() {
    assertThat(Argon2id.matches("password", REFERENCE)).isTrue();
    assertThat(Argon2id.matches("differentpassword", REFERENCE)).isFalse();
    assertThat(Argon2id.of(REFERENCE)).isEqualTo(new Argon2id(65536, 2, 1));
  }

  @Test
  void hashesAreSaltedAndCarryTheirParameters() {
    Passwords passwords = new Passwords(Argon2id.CURRENT, 1, Duration.ofSeconds(10));
    String hash = passwords.hash("Gruß 🦊");

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.hash("Gruß 🦊")).isNotEqualTo(hash);
    assertThat(passwords.matches("Gruß 🦊", hash)).isTrue();
    assertThat(passwords.matches("Gruss 🦊", hash)).isFalse();
    assertThat(passwords.isOutdated(hash)).isFalse();
    assertThat(passwords.isOutdated(REFERENCE)).isTrue();
  }

  @Test
  void hashesTakeNoMoreThanAQuarterOfTheHeapAtOnce() {
    long mebibyte = 1 << 20;

    assertThat(Passwords.atOnce(64, 192 * mebibyte)).isEqualTo(2);
    assertThat(Passwords.atOnce(64, 1024 * mebibyte)).isEqualTo(13);
    assertThat(Passwords.atOnce(4, 1024 * mebibyte)).isEqualTo(4);
    assertThat(Passwords.atOnce(64, 32 * mebibyte)).isEqualTo(1);
  }

  @Test
  void whoFindsTheQueueFullOrWaitsTooLongIsRefused() throws Exception {
    HashQueue queue = new HashQueue(1, 1, Duration.ofDays(1));
    HashQueue impatient = new HashQueue(1, 1, Duration.ZERO);
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    ExecutorService callers = Executors.newCachedThreadPool();
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (HashQueue each : List.of(queue, impatient)) {
        results.add(callers.submit(() -> each.run(() -> held(running, release))));
      }
      running.await();
      assertThat(assertRefused("OVERLOADED", () -> impatient.run(() -> 1)).retryAfter())
          .isPresent();
      Future<Integer> waiting = callers.submit(() -> queue.run(() -> 2));
      while (queue.waiting() == 0) {
        Thread.onSpinWait();
      }
      assertRefused("OVERLOADED", () -> queue.run(() -> 3));

      release.countDown();

      assertThat(waiting.get()).isEqualTo(2);
      for (Future<Integer> result : results) {
        assertThat(result.get()).isEqualTo(1);
      }
      assertThat(impatient.run(() -> 4)).as("the turn is given back").isEqualTo(4);
    } finally {
      release.countDown();
      callers.shutdownNow();
    }
  }

  private static int held(CountDownLatch running, CountDownLatch release) {
    running.countDown();
    try {
      release.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return 1;
  }
}
