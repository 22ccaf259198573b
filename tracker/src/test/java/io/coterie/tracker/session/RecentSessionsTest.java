package io.coterie.tracker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.store.Changes;
import io.coterie.tracker.store.Freshness;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentSessionsTest {

  private static final SessionToken TOKEN = SessionToken.create();
  private static final Session ALICES =
      new Session("id", "alice", "alice", Optional.empty(), Instant.EPOCH, Instant.MAX);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final RecentSessions recent = new RecentSessions(nanos::get);

  @Test
  void aSessionIsAskedForOnceInASecond() {
    assertThat(find()).contains(ALICES);
    nanos.addAndGet(Freshness.LIMIT.toNanos() - 1);
    assertThat(find()).contains(ALICES);
    assertThat(asked).hasValue(1);

    nanos.addAndGet(1);
    assertThat(recent.find(TOKEN, Optional::empty)).isEmpty();
  }

  @Test
  void anotherTokenOpensNothing() {
    assertThat(find()).contains(ALICES);
    assertThat(recent.find(SessionToken.create(), Optional::empty)).isEmpty();
  }

  @Test
  void aSessionThatIsNotThereIsAskedForAgain() {
    assertThat(recent.find(TOKEN, Optional::empty)).isEmpty();
    assertThat(find()).contains(ALICES);
  }

  @Test
  void aChangeOfTheUsersSessionsIsHeardAtOnce() {
    assertThat(find()).contains(ALICES);
    recent.committed(new Changes(Set.of("group"), Set.of("bob")));
    assertThat(find()).contains(ALICES);
    assertThat(asked).hasValue(1);

    recent.committed(new Changes(Set.of(), Set.of("alice")));
    assertThat(recent.find(TOKEN, Optional::empty)).isEmpty();
  }

  @Test
  void aSessionThatEndsWhileItIsReadIsNotKept() {
    Optional<Session> read =
        recent.find(
            TOKEN,
            () -> {
              recent.committed(new Changes(Set.of(), Set.of("alice")));
              return Optional.of(ALICES);
            });
    assertThat(read).contains(ALICES);
    assertThat(recent.find(TOKEN, Optional::empty)).isEmpty();
  }

  private Optional<Session> find() {
    return recent.find(
        TOKEN,
        () -> {
          asked.incrementAndGet();
          return Optional.of(ALICES);
        });
  }
}
