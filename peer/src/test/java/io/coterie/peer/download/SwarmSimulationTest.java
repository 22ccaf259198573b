package io.coterie.peer.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a swarm as a whole does, in simulated time. */
class SwarmSimulationTest {
  private static final long MIB = 1 << 20;
  private static final long KIB = 1 << 10;

  private static double seconds(SimulatedPeer leecher) {
    return leecher.finished / 1e9;
  }

  private static void untilWhole(SimulatedSwarm swarm, List<SimulatedPeer> leechers) {
    swarm.until(() -> leechers.stream().allMatch(SimulatedPeer::isWhole), Duration.ofMinutes(5));
  }

  @Test
  void aPublisherAloneSendsLittleMoreThanOneCopyToEightLeechers() {
    long pieces = 128;
    try (SimulatedSwarm swarm = new SimulatedSwarm((int) pieces)) {
      SimulatedPeer publisher = swarm.source(12 * MIB);
      List<SimulatedPeer> leechers =
          IntStream.range(0, 8).mapToObj(i -> swarm.leecher(12 * MIB)).toList();
      untilWhole(swarm, leechers);
      assertThat(publisher.uploads.total()).as("bytes sent").isLessThan(pieces * MIB * 12 / 10);
      assertThat(swarm.seconds()).as("10.7 s for one copy").isLessThan(12.8);
      assertThat(swarm.sent()).as("in vain").isLessThan(8 * pieces * MIB * 101 / 100);
      assertThat(leechers).allSatisfy(leecher -> assertThat(seconds(leecher)).isGreaterThan(10));
    }
  }

  @Test
  void manyLeechersUseWhatTheyCanSendAllTheTime() {
    long pieces = 128;
    try (SimulatedSwarm swarm = new SimulatedSwarm((int) pieces)) {
      SimulatedPeer publisher = swarm.source(12 * MIB);
      List<SimulatedPeer> leechers =
          IntStream.range(0, 30).mapToObj(i -> swarm.leecher(12 * MIB, 12 * MIB)).toList();
      untilWhole(swarm, leechers);
      assertThat(publisher.uploads.total()).as("bytes sent").isLessThan(pieces * MIB * 16 / 10);
      assertThat(swarm.seconds()).as("10.7 s for one copy").isLessThan(17);
    }
  }

  @Test
  void manyThatHaveOneSourceWaitForTheirTurnsAndLoseNothing() {
    try (SimulatedSwarm swarm = new SimulatedSwarm(2)) {
      swarm.source(MIB);
      List<SimulatedPeer> leechers = IntStream.range(0, 60).mapToObj(i -> swarm.recluse()).toList();
      swarm.until(
          () -> leechers.stream().anyMatch(leecher -> leecher.content.held().count() > 0),
          Duration.ofSeconds(9));
      untilWhole(swarm, leechers);
      assertThat(swarm.seconds()).as("120 MiB at 1 MiB/s").isLessThan(121);
      assertThat(swarm.sent()).isEqualTo(120 * MIB);
    }
  }

  @Test
  void aSlowSourceNeitherSlowsTheOthersNorHoldsTheLastPieces() {
    long pieces = 200;
    try (SimulatedSwarm swarm = new SimulatedSwarm((int) pieces)) {
      swarm.source(10 * MIB);
      swarm.source(10 * MIB);
      SimulatedPeer slow = swarm.source(200 * KIB);
      SimulatedPeer leecher = swarm.leecher(1);
      swarm.until(leecher::isWhole, Duration.ofMinutes(5));
      assertThat(seconds(leecher)).as("10 s from the other two").isLessThan(10.5);
      assertThat(slow.uploads.total()).as("is used").isGreaterThan(MIB);
      assertThat(swarm.sent()).as("in vain").isLessThan(pieces * MIB * 101 / 100);
    }
  }

  @Test
  void equalSourcesSendNothingTwice() {
    long pieces = 64;
    try (SimulatedSwarm swarm = new SimulatedSwarm((int) pieces)) {
      IntStream.range(0, 5).forEach(i -> swarm.source(2 * MIB));
      SimulatedPeer leecher = swarm.leecher(1);
      swarm.until(leecher::isWhole, Duration.ofMinutes(5));
      assertThat(swarm.sent()).isEqualTo(pieces * MIB);
      assertThat(seconds(leecher)).as("6.4 s, and a piece takes 0.5 s").isLessThan(7);
    }
  }

  @Test
  void aSourceThatComesLaterIsTakenUpAndOneThatGoesIsDoneWithout() {
    long pieces = 128;
    try (SimulatedSwarm swarm = new SimulatedSwarm((int) pieces)) {
      SimulatedPeer goes = swarm.source(2 * MIB);
      SimulatedPeer leecher = swarm.leecher(1);
      swarm.until(() -> leecher.content.held().count() >= 8, Duration.ofMinutes(1));
      swarm.source(20 * MIB);
      swarm.until(() -> leecher.content.held().count() >= 40, Duration.ofSeconds(10));
      goes.die();
      swarm.until(leecher::isWhole, Duration.ofSeconds(10));
    }
  }

  @Test
  void slowSourcesGiveTheirPlacesToOthers() {
    try (SimulatedSwarm swarm = new SimulatedSwarm(250)) {
      List<SimulatedPeer> slow =
          IntStream.range(0, 4).mapToObj(i -> swarm.source(12 * KIB)).toList();
      List<SimulatedPeer> fast =
          IntStream.range(0, Swarm.MAX_LINKS).mapToObj(i -> swarm.source(256 * KIB)).toList();
      SimulatedPeer leecher = swarm.leecher(1);
      swarm.pass(Duration.ofSeconds(5));
      assertThat(fast).as("not all have a place").anyMatch(source -> source.uploads.total() == 0);
      swarm.until(leecher::isWhole, Duration.ofMinutes(5));
      assertThat(fast).allMatch(source -> source.uploads.total() > 0);
      assertThat(slow).as("at most one piece each").allMatch(s -> s.uploads.total() <= MIB);
      assertThat(swarm.sent()).as("in vain").isLessThan(254 * MIB);
    }
  }

  @Test
  void whatASourceCanSendIsSharedEvenlyAndALateComerGetsItsShareAtOnce() {
    try (SimulatedSwarm swarm = new SimulatedSwarm(40)) {
      swarm.source(10 * MIB);
      List<SimulatedPeer> leechers = IntStream.range(0, 4).mapToObj(i -> swarm.recluse()).toList();
      swarm.pass(Duration.ofSeconds(10));
      assertThat(leechers)
          .allSatisfy(leecher -> assertThat(leecher.content.held().count()).isBetween(23, 26));
      SimulatedPeer late = swarm.recluse();
      swarm.pass(Duration.ofSeconds(5));
      assertThat(late.content.held().count()).as("a fifth of 50").isBetween(8, 11);
    }
  }

  @Test
  void aLimitOfOneFileHoldsForAllItsSourcesTogetherAndForAllWhoAreSentIt() {
    try (SimulatedSwarm swarm = new SimulatedSwarm(8)) {
      SimulatedPeer source = swarm.source(100 * MIB);
      swarm.source(100 * MIB);
      SimulatedPeer leecher = swarm.leecherOfLimitedFile(100 * KIB);
      swarm.pass(Duration.ofSeconds(30));
      assertThat(swarm.sent()).isBetween(29 * 100 * KIB, 33 * 100 * KIB);
      leecher.downOfFile(0);
      swarm.until(leecher::isWhole, Duration.ofSeconds(5));

      source.upOfFile(MIB);
      long before = source.uploads.total();
      double start = swarm.seconds();
      List<SimulatedPeer> others = IntStream.range(0, 3).mapToObj(i -> swarm.recluse()).toList();
      swarm.until(() -> others.stream().allMatch(SimulatedPeer::isWhole), Duration.ofSeconds(30));
      assertThat(source.uploads.total() - before)
          .isLessThan(Math.round((swarm.seconds() - start + 1) * MIB));
    }
  }

  @Test
  void aLimitOnWhatIsReceivedHoldsOverAnyTwoSeconds() {
    long limit = 100 * KIB;
    try (SimulatedSwarm swarm = new SimulatedSwarm(8)) {
      swarm.source(100 * MIB);
      swarm.source(100 * MIB);
      SimulatedPeer leecher = swarm.leecher(1, limit);
      List<Long> sent = new ArrayList<>();
      for (int tenth = 0; tenth < 300; tenth++) {
        sent.add(swarm.sent());
        swarm.pass(Duration.ofMillis(100));
      }
      for (int i = 20; i < sent.size(); i++) {
        assertThat(sent.get(i) - sent.get(i - 20)).isLessThan(2 * limit * 115 / 100);
      }
      assertThat(swarm.sent()).as("and is used").isGreaterThan(29 * limit);
      leecher.down.set(0);
      swarm.until(leecher::isWhole, Duration.ofSeconds(5));
      assertThat(swarm.sent()).isEqualTo(8 * MIB);
    }
  }
}
