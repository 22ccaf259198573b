package io.coterie.peer.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.tls.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SourceDirectoryTest {
  private static final long SECOND = 1_000_000_000;

  private final SplittableRandom random = new SplittableRandom(7);
  private final SourceDirectory directory = new SourceDirectory(random);
  private long now = 5;

  private static SourceInfo info(char name, boolean online, String... endpoints) {
    return new SourceInfo(
        String.valueOf(name),
        new PeerId(String.valueOf(name).repeat(52)),
        List.of(endpoints),
        online);
  }

  private Source take() {
    return directory.take(now).orElseThrow();
  }

  @Test
  void takesEachSourceOnceAndOnlyThoseOnline() {
    directory.update(
        List.of(info('a', true, "h:1"), info('b', false, "h:2"), info('c', true)), now);
    Source source = take();
    assertThat(source.info().user()).isEqualTo("a");
    assertThat(directory.take(now)).isEmpty();
    assertThat(directory.usable()).isEqualTo(1);
    directory.giveBack(source);
    assertThat(take()).isSameAs(source);
    directory.update(List.of(), now);
    assertThat(directory.all()).as("kept while in use").containsExactly(source);
    directory.giveBack(source);
    directory.update(List.of(), now);
    assertThat(directory.all()).isEmpty();
  }

  @Test
  void tiesAreDrawnAtRandom() {
    Set<String> first = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      SourceDirectory fresh = new SourceDirectory(random);
      fresh.update(
          List.of(info('a', true, "h:1"), info('b', true, "h:2"), info('c', true, "h:3")), now);
      first.add(fresh.take(now).orElseThrow().info().user());
    }
    assertThat(first).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void prefersThoseThatFailedLeastThenThoseThatDelivered() {
    directory.update(
        List.of(info('a', true, "h:1"), info('b', true, "h:2"), info('c', true, "h:3")), now);
    List<Source> all = new ArrayList<>();
    for (Optional<Source> next = directory.take(now); next.isPresent(); ) {
      all.add(next.get());
      next = directory.take(now);
    }
    all.get(0).failed("does not answer", Duration.ZERO, now, random);
    all.get(1).delivered(1000);
    all.forEach(directory::giveBack);
    now += 60 * SECOND;
    assertThat(List.of(take(), take(), take())).containsExactly(all.get(1), all.get(2), all.get(0));
  }

  @Test
  void backsOffTwiceAsLongEachTimeUpToAMinuteWithJitter() {
    directory.update(List.of(info('a', true, "h:1")), now);
    Source source = take();
    double expected = 0.5;
    for (int i = 0; i < 12; i++) {
      source.failed("does not answer", Duration.ZERO, now, random);
      double seconds = (source.notBefore() - now) / (double) SECOND;
      assertThat(seconds).isBetween(expected * 0.5, expected * 1.5);
      expected = Math.min(60, expected * 2);
    }
    directory.giveBack(source);
    assertThat(directory.take(now)).isEmpty();
    assertThat(directory.take(source.notBefore())).contains(source);
    source.delivered(1);
    source.failed("does not answer", Duration.ofSeconds(5), now, random);
    assertThat(source.notBefore()).isEqualTo(now + 5 * SECOND);
  }

  @Test
  void triesTheOtherAddressesBeforeItBacksOff() {
    directory.update(List.of(info('a', true, "one:1", "two:2")), now);
    Source source = take();
    assertThat(source.endpoint()).isEqualTo("one:1");
    source.failed("cannot be reached", Duration.ZERO, now, random);
    assertThat(source.endpoint()).isEqualTo("two:2");
    assertThat(source.notBefore()).isEqualTo(now);
    source.failed("cannot be reached", Duration.ZERO, now, random);
    assertThat(source.endpoint()).isEqualTo("one:1");
    assertThat(source.notBefore()).isGreaterThan(now);
  }

  @Test
  void aPeerThatMovesStartsAfreshButABanStays() {
    directory.update(List.of(info('a', true, "h:1"), info('b', true, "h:2")), now);
    Source one = take();
    Source two = take();
    one.failed("does not answer", Duration.ofHours(1), now, random);
    two.banned("sent nonsense");
    directory.giveBack(one);
    directory.giveBack(two);
    String moved = one.info().user();
    directory.update(List.of(info(moved.charAt(0), true, "h:9")), now);
    assertThat(take()).isSameAs(one);
    assertThat(one.endpoint()).isEqualTo("h:9");
    directory.update(List.of(two.info()), now);
    assertThat(directory.take(now)).as("remembered while not listed").isEmpty();
    assertThat(two.ban()).contains("sent nonsense");
  }
}
