package io.coterie.peer.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Revocations revocations = new Revocations(nanos::get);

  @Test
  void aMinimumRisesAndNeverFalls() {
    revocations.raise("g1", "alice", 7);
    revocations.raise("g1", "alice", 5);
    revocations.raise("g2", "alice", 2);

    assertThat(revocations.minVersion("g1", "alice")).isEqualTo(7);
    assertThat(revocations.minVersion("g2", "alice")).isEqualTo(2);
    assertThat(revocations.minVersion("g1", "bob")).isZero();
  }

  @Test
  void aMinimumIsInForceWhenItsListenersHear() {
    List<Long> seen = new ArrayList<>();
    revocations.addListener(
        (group, user, version) -> seen.add(revocations.minVersion(group, user)));
    revocations.raise("g1", "bob", 3);
    assertThat(seen).containsExactly(3L);
  }

  @Test
  void whatOutlivedEveryGrantIsForgotten() {
    revocations.raise("g1", "alice", 7);
    nanos.addAndGet(Revocations.KEPT.toNanos());
    revocations.raise("g1", "bob", 1);
    assertThat(revocations.minVersion("g1", "alice")).isEqualTo(7);

    nanos.incrementAndGet();
    revocations.raise("g1", "carol", 1);
    assertThat(revocations.minVersion("g1", "alice")).isZero();
    assertThat(revocations.minVersion("g1", "bob")).isEqualTo(1);
  }
}
