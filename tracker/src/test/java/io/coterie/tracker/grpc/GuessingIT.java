package io.coterie.tracker.grpc;

import static io.coterie.tracker.testing.Refused.assertRefused;
import static io.coterie.tracker.testing.TestTracker.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.tls.Keys;
import io.coterie.tracker.testing.TestTracker;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuessingIT {

  @TempDir private Path folder;
  private TestTracker tracker;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder);
    tracker.register("alice");
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void guessingGetsSlowerForNamesThatExistAndForThoseThatDoNot() {
    for (String name : new String[] {"alice", "nobody"}) {
      for (int attempt = 0; attempt < 10; attempt++) {
        assertRefused("CREDENTIALS_WRONG", () -> guess(name));
      }
      assertThat(delayed(name)).isEqualTo(Duration.ofSeconds(1));
      tracker.clock().advance(Duration.ofSeconds(1));
      assertRefused("CREDENTIALS_WRONG", () -> guess(name));
      assertThat(delayed(name)).isEqualTo(Duration.ofSeconds(2));
    }
  }

  @Test
  void theRightPasswordWorksAfterTheLongestDelayAndForgetsTheRest() {
    for (int attempt = 0; attempt < 40; attempt++) {
      assertRefused("CREDENTIALS_WRONG", () -> guess("alice"));
      tracker.clock().advance(Duration.ofSeconds(60));
    }
    assertRefused("CREDENTIALS_WRONG", () -> guess("alice"));
    assertThat(delayed("alice")).isEqualTo(Duration.ofSeconds(60));
    Failure early =
        assertRefused(
            "TOO_MANY_ATTEMPTS", () -> tracker.login("alice", PASSWORD, ByteString.EMPTY));
    assertThat(early.message()).contains("60 s");

    tracker.clock().advance(Duration.ofSeconds(60));

    assertThat(tracker.logsInWithoutPeer("alice").name()).isEqualTo("alice");
    assertRefused("CREDENTIALS_WRONG", () -> guess("alice"));
    assertThat(tracker.logsInWithoutPeer("alice").name()).isEqualTo("alice");
  }

  @Test
  void strangersCannotKeepOutAPeerThatHasBeenInBefore() {
    KeyPair known = Keys.generate();
    tracker.logsIn("alice", known).logsOut();
    for (int attempt = 0; attempt < 10; attempt++) {
      assertRefused("CREDENTIALS_WRONG", () -> guess("alice"));
    }
    assertRefused("TOO_MANY_ATTEMPTS", () -> tracker.logsIn("alice", Keys.generate()));

    assertThat(tracker.logsIn("alice", known).name()).isEqualTo("alice");
  }

  @Test
  void attemptsCountAtEveryTracker() {
    try (TestTracker other = new TestTracker(folder, tracker.clock(), true)) {
      for (int attempt = 0; attempt < 10; attempt++) {
        TestTracker asked = attempt % 2 == 0 ? tracker : other;
        assertRefused("CREDENTIALS_WRONG", () -> asked.login("alice", "a guess", ByteString.EMPTY));
      }

      assertRefused("TOO_MANY_ATTEMPTS", () -> other.login("alice", PASSWORD, ByteString.EMPTY));
    }
  }

  private void guess(String name) {
    var unused = tracker.login(name, "a guess", ByteString.EMPTY);
  }

  private Duration delayed(String name) {
    return assertRefused("TOO_MANY_ATTEMPTS", () -> guess(name)).retryAfter().orElseThrow();
  }
}
