package io.coterie.tracker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreshnessTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Freshness freshness = new Freshness(nanos::get, Changes::groupIds);
  private final Recent<String, String> recent = Recent.ofAtMost(100, freshness);

  @Test
  void lastsForASecondFromBeforeTheStoreWasAsked() {
    Freshness.Moment before = freshness.now();
    nanos.addAndGet(Freshness.LIMIT.toNanos() - 1);
    recent.keep("key", "answer of a slow store", "group", before);
    assertThat(recent.find("key")).contains("answer of a slow store");

    nanos.incrementAndGet();
    assertThat(recent.find("key")).isEmpty();
  }

  @Test
  void endsWithAChangeOfTheSubject() {
    recent.keep("key", "answer", "group", freshness.now());
    recent.keep("other key", "other answer", "other group", freshness.now());

    freshness.committed(new Changes(Set.of("group"), Set.of()));

    assertThat(recent.find("key")).isEmpty();
    assertThat(recent.find("other key")).contains("other answer");
  }

  @Test
  void aChangeHeardOfWhileTheStoreIsAskedEndsItToo() {
    Freshness.Moment before = freshness.now();
    freshness.committed(new Changes(Set.of("group"), Set.of()));
    recent.keep("key", "before the change", "group", before);
    assertThat(recent.find("key")).isEmpty();

    recent.keep("key", "after the change", "group", freshness.now());
    assertThat(recent.find("key")).contains("after the change");
    // A slower reader of the older state.
    recent.keep("key", "before the change", "group", before);
    assertThat(recent.find("key")).isEmpty();
  }

  @Test
  void changesOfAnotherKindAreNoneOfItsBusiness() {
    recent.keep("key", "answer", "group", freshness.now());

    freshness.committed(new Changes(Set.of(), Set.of("group")));

    assertThat(recent.find("key")).contains("answer");
  }

  @Test
  void subjectsThatShareASlotGoStaleTogether() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    recent.keep("key", "answer", "Aa", freshness.now());

    freshness.committed(new Changes(Set.of("BB"), Set.of()));

    assertThat(recent.find("key")).isEmpty();
  }

  @Test
  void noMoreIsKeptThanThereIsRoomFor() {
    Recent<Integer, String> small = new Recent<>(freshness, 1000, (key, value) -> value.length());
    for (int i = 0; i < 1000; i++) {
      small.keep(i, "x".repeat(100), "group", freshness.now());
    }
    long found = IntStream.range(0, 1000).filter(key -> small.find(key).isPresent()).count();
    assertThat(found).isBetween(5L, 10L);
  }
}
