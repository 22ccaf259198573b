package io.coterie.peer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.limit.RateLimit;
import io.coterie.rpc.testing.ManualScheduler;
import io.coterie.rpc.tls.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadSlotsTest {
  private static final int PIECE = 64 << 10;

  /** A limit under which there are two slots. */
  private static final long LOW = 1 << 10;

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualScheduler time = new ManualScheduler();
  private final RateLimit limit = new RateLimit(time::nanoTime);
  private final UploadSlots slots = new UploadSlots(limit, time);
  private final List<String> sent = new ArrayList<>();

  /** Always has something to send. Its name begins with a letter each for its user and peer. */
  private final class Stream {
    private final String name;
    private final UploadTurn turn;
    private int woken;
    private int notices;

    Stream(String name) {
      this.name = name;
      String letters = (name + name).substring(0, 2);
      PeerId peer = new PeerId(letters.repeat(26));
      turn = new UploadTurn(slots, letters.substring(0, 1), peer, PIECE, this::woken);
    }

    private void woken() {
      woken++;
      notices += turn.takeNotice() ? 1 : 0;
    }

    /** Sends a part of a piece, if it may. */
    boolean send(int length, boolean last) {
      boolean mayGo = turn.mayGo();
      if (mayGo) {
        turn.sent(length, last);
        sent.add(name);
      }
      return mayGo;
    }

    boolean sendPiece() {
      return send(PIECE, true);
    }
  }

  private List<Stream> streams(String... names) {
    return IntStream.range(0, names.length).mapToObj(i -> new Stream(names[i])).toList();
  }

  private void rounds(int count, List<Stream> streams) {
    for (int i = 0; i < count; i++) {
      streams.forEach(Stream::sendPiece);
      time.advance(Duration.ofMillis(10));
    }
  }

  private long sentBy(String whom) {
    return sent.stream().filter(name -> name.startsWith(whom)).count();
  }

  @Test
  void nobodyWaitsWhileThereIsASlotForEverybody() {
    List<Stream> streams = streams("a", "b", "c", "d", "e", "f", "g", "h");
    rounds(100, streams);
    assertThat(sent).hasSize(800);
    assertThat(slots.waiting()).isZero();
    assertThat(time.pending()).as("no timer").isZero();
    assertThat(streams).allMatch(stream -> stream.woken == 0);
  }

  @Test
  void aTurnLastsForAPieceAndThenPassesOn() {
    limit.set(LOW);
    List<Stream> streams = streams("a", "b", "c", "d");
    streams.forEach(stream -> stream.send(PIECE / 2, false));
    assertThat(sent).containsExactly("a", "b");
    sent.clear();
    streams.forEach(stream -> stream.send(PIECE / 2, true));
    assertThat(sent).containsExactly("a", "b");
    sent.clear();
    rounds(6, streams);
    assertThat(List.of(sentBy("a"), sentBy("b"), sentBy("c"), sentBy("d")))
        .as("in turn")
        .allSatisfy(count -> assertThat(count).isBetween(2L, 4L));
    assertThat(streams.get(2).woken).as("woken when its turn comes").isPositive();
    assertThat(slots.waiting()).isEqualTo(2);
  }

  @Test
  void whoAsksForPartsThatEndNoPieceHasNoLongerTurns() {
    limit.set(LOW);
    List<Stream> streams = streams("a", "b", "c", "d");
    for (int i = 0; i < 400; i++) {
      streams.get(0).send(PIECE / 10, false);
      streams.subList(1, 4).forEach(Stream::sendPiece);
    }
    assertThat(sentBy("a")).as("tenths of pieces").isLessThan(11 * sentBy("b"));
  }

  @Test
  void manyStreamsOfOneRequesterGainNothing() {
    limit.set(LOW);
    List<Stream> streams = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      streams.add(new Stream("aa" + i));
    }
    streams.addAll(streams("b", "c", "d"));
    rounds(400, streams);
    assertThat(sentBy("a")).isBetween(sentBy("b") - 5, sentBy("b") + 5);
    assertThat(sentBy("c")).isBetween(sentBy("b") - 5, sentBy("b") + 5);
    assertThat(sent).as("all its streams have their turns").contains("aa0", "aa31", "aa63");
  }

  @Test
  void manyPeersOfOneUserGainNothingAndTakeTurns() {
    limit.set(LOW);
    List<Stream> streams = new ArrayList<>();
    for (char peer = 'a'; peer <= 'z'; peer++) {
      streams.add(new Stream("a" + peer));
    }
    streams.add(new Stream("aa2"));
    streams.addAll(streams("b", "c", "d"));
    rounds(1000, streams);
    assertThat(sentBy("a")).isBetween(sentBy("b") - 5, sentBy("b") + 5);
    assertThat(sentBy("c")).isBetween(sentBy("b") - 5, sentBy("b") + 5);
    assertThat(sentBy("aa")).as("not for each of its streams").isBetween(5L, sentBy("az") + 2);
  }

  @Test
  void slotsThatNoOtherUserWantsGoToMorePeersOfOne() {
    List<Stream> streams = new ArrayList<>(streams("ab", "ac", "ad", "ae", "af", "ag", "ah", "ai"));
    rounds(2, streams);
    assertThat(sent).as("a slot for each").hasSize(16);
    streams.addAll(streams("aj", "ba", "bb"));
    sent.clear();
    rounds(100, streams);
    assertThat(sentBy("ba")).as("a user with two peers").isGreaterThan(2 * sentBy("ab"));
    assertThat(sentBy("aj")).isPositive();
  }

  @Test
  void whoTakesNextToNothingLosesItsSlotHoweverManyFrames() {
    limit.set(LOW);
    List<Stream> streams = streams("a", "b", "c");
    streams.subList(0, 2).forEach(stream -> stream.send(1, false));
    assertThat(streams.get(2).send(1, false)).isFalse();
    for (int i = 0; i < 20; i++) {
      streams.get(0).send(1, false);
      streams.get(1).send(2000, false);
      time.advance(Duration.ofMillis(100));
    }
    assertThat(streams.get(2).woken).isEqualTo(1);
    assertThat(streams.get(0).turn.state()).isEqualTo(UploadTurn.State.RESTS);
    assertThat(streams.get(1).turn.state()).isEqualTo(UploadTurn.State.GOES);
  }

  @Test
  void whoTakesNothingLosesItsSlotToThoseThatWait() {
    limit.set(LOW);
    List<Stream> streams = streams("a", "b", "c");
    streams.forEach(stream -> stream.send(1, false));
    time.advance(SECOND);
    streams.get(1).send((int) UploadTurn.LEAST_TAKEN, false);
    time.advance(SECOND);
    assertThat(streams.get(2).woken).isEqualTo(1);
    sent.clear();
    streams.forEach(stream -> stream.send(1, false));
    assertThat(sent).as("the first waits now").containsExactly("b", "c");
  }

  @Test
  void whoseSlotASweepTakesWhileItPassesItOnWaitsAllTheSame() {
    limit.set(LOW);
    List<Stream> streams = streams("a", "b", "c", "d");
    streams.forEach(Stream::sendPiece);
    UploadTurn turn = streams.get(0).turn;
    assertThat(turn.state()).isEqualTo(UploadTurn.State.GOES);
    // Between what mayGo reads and the lock.
    time.advance(SECOND.multipliedBy(2));
    assertThat(turn.state()).isEqualTo(UploadTurn.State.RESTS);
    slots.passOn(turn);
    assertThat(turn.state()).isEqualTo(UploadTurn.State.WAITS);
    streams.get(2).turn.leave();
    time.advance(Duration.ZERO);
    assertThat(streams.get(0).woken).isEqualTo(1);
  }

  @Test
  void whomTheLimitHoldsBackKeepsItsSlotForTenSeconds() {
    limit.set(LOW);
    List<Stream> streams = streams("a", "b", "c");
    streams.forEach(stream -> stream.send(1, false));
    streams.subList(0, 2).forEach(stream -> stream.turn.limited(true));
    time.advance(Duration.ofMillis(9900));
    assertThat(streams.get(2).notices).as("every two seconds").isEqualTo(4);
    streams.subList(0, 2).forEach(stream -> assertThat(stream.send(1, false)).isTrue());
    time.advance(SECOND);
    assertThat(streams.get(0).send(1, false)).as("its time is over").isFalse();
    assertThat(streams.get(2).send(1, false)).isTrue();
  }

  @Test
  void whoRestsOrLeavesMakesRoom() {
    limit.set(LOW);
    List<Stream> streams = streams("a", "b", "c", "d");
    streams.forEach(Stream::sendPiece);
    streams.get(2).turn.leave();
    streams.get(0).turn.rest();
    time.advance(Duration.ZERO);
    assertThat(streams.get(3).woken).isEqualTo(1);
    assertThat(streams.get(2).sendPiece()).as("it has left").isFalse();
    streams.forEach(stream -> stream.turn.leave());
    assertThat(slots.waiting()).isZero();
    time.advance(SECOND);
    assertThat(time.pending()).as("no timer goes on").isZero();
  }

  @Test
  void aHigherLimitHasMoreSlots() {
    limit.set(LOW);
    List<Stream> streams = streams("a", "b", "c");
    streams.forEach(stream -> stream.send(1, false));
    limit.set(0);
    time.advance(SECOND);
    assertThat(streams.get(2).send(1, false)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0,8", "1,2", "10000,2", "20000,3", "65536,6", "200000,8", "1000000000,8"})
  void thereAreFewerSlotsWhenTheLimitIsLow(long bytesPerSecond, int count) {
    limit.set(bytesPerSecond);
    assertThat(slots.count()).isEqualTo(count);
  }
}
