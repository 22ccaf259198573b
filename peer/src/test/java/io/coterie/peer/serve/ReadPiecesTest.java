package io.coterie.peer.serve;

import static io.coterie.peer.serve.ReadClient.piece;
import static io.coterie.peer.serve.ReadClient.range;
import static io.coterie.peer.serve.ServeFixture.GRANT_LIFE;
import static io.coterie.peer.serve.ServeFixture.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.content.SampleContent;
import io.coterie.peer.store.Sample;
import io.coterie.peer.store.SharedFile;
import io.coterie.peer.v1.PieceRange;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.peer.wire.PieceFrame;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadPiecesTest {
  private static final int PIECE = 64 << 10;
  private static final int PIECES = 90;
  private static final int LAST = 1000;
  private static final Sample SAMPLE = new Sample((PIECES - 1) * PIECE + LAST);

  @TempDir Path folder;

  private final ServeFixture peer = new ServeFixture();
  private SharedFile share;

  @BeforeEach
  void share() throws Exception {
    share = SAMPLE.share(folder.resolve("a"), GROUP, "a");
    peer.catalog.add(share);
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  @Test
  void sendsWhatIsAskedForPieceByPiece() throws Exception {
    ReadClient client = open(peer.bob);
    client.ask(piece(PIECES - 1), range(3, 10, 20), piece(0), range(3, PIECE - 1, 0), piece(0));
    client.noMore();
    client.request(6);

    expect(client.arrived(), PIECES - 1, 0, LAST);
    expect(client.arrived(), 3, 10, 20);
    expect(client.arrived(), 3, PIECE - 1, 1);
    expect(client.arrived(), 0, 0, PIECE);
    expect(client.arrived(), 0, 0, PIECE);
    assertThat(client.end()).isEmpty();
    assertThat(peer.uploads.of(share.id())).isEqualTo(LAST + 20 + PIECE + 1 + PIECE);
    assertThat(peer.uploads.total()).isEqualTo(peer.uploads.of(share.id()));
    assertThat(peer.deliveries.drain(9))
        .containsExactly(new Delivery(GROUP, "a", "bob", peer.uploads.total()));
    assertThat(peer.deliveries.drain(9)).isEmpty();
    await().until(() -> peer.streams.count() == 0);
    assertThat(peer.timers.pending()).isZero();
  }

  @Test
  void cutsLargePiecesIntoFrames() throws Exception {
    byte[] content = SampleContent.dense((2 << 20) + 77);
    SharedFile large =
        LargeShare.of(
            folder.resolve("large"), GROUP, content, new PieceLayout(content.length, 4 << 20));
    peer.catalog.add(large);
    ReadClient client = ReadClient.open(peer.channel(peer.bob));
    client.send(first(large, peer.grant(peer.bob)).addPieces(range(0, 9, 0)).build());
    client.noMore();
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    int longest = 0;
    while (got.size() < content.length - 9) {
      ReadPiecesResponse frame = client.take();
      assertThat(frame.getOffset()).isEqualTo(9 + got.size());
      frame.getData().writeTo(got);
      longest = Math.max(longest, frame.getData().size());
    }
    assertThat(longest).isEqualTo(PieceFrame.MAX_DATA);
    client.request(1);

    assertThat(client.end()).isEmpty();
    assertThat(got.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 9, content.length));
  }

  @Test
  void sendsSmallFramesWhileOthersHaveNotTakenLargeOnes() throws Exception {
    byte[] content = SampleContent.dense(2 * PieceFrame.MAX_DATA);
    PieceLayout layout = new PieceLayout(content.length, content.length);
    SharedFile large = LargeShare.of(folder.resolve("large"), GROUP, content, layout);
    peer.catalog.add(large);
    assertThat(peer.ahead.tryAcquire(ServeFixture.AHEAD)).isTrue();
    ReadClient client = ReadClient.open(peer.channel(peer.bob));
    client.send(first(large, peer.grant(peer.bob)).addPieces(piece(0)).build());
    assertThat(client.take().getData().size()).isEqualTo(SendAhead.SMALL);

    peer.ahead.release(ServeFixture.AHEAD);

    // One more small one may have been made before.
    int second = client.take().getData().size();
    int third = client.take().getData().size();
    assertThat(Math.max(second, third)).isGreaterThan(SendAhead.SMALL);
    client.cancel();
  }

  @ParameterizedTest
  @CsvSource({
    "90, 0, 0",
    "-1, 0, 0",
    "-2147483648, 0, 0",
    "0, 65536, 0",
    "0, -1, 0",
    "0, -1, 1",
    "0, 1, 65536",
    "0, 65535, 2",
    "89, 0, 1001",
    "89, 1000, 0",
    "0, 2147483647, 16777216",
  })
  void refusesRangesOutsideTheFile(int piece, int offset, int length) {
    ReadClient client = open(peer.bob);
    client.ask(piece(0), range(piece, offset, length));

    assertEnds(client, ErrorReason.ERROR_REASON_RANGE_INVALID);
    assertThat(peer.uploads.total()).isLessThanOrEqualTo(PIECE);
  }

  @Test
  void boundsWhatIsOutstanding() throws Exception {
    ReadClient client = open(peer.bob);
    client.ask(pieces(0, 64));
    client.request(2);
    client.arrived();
    client.arrived();
    client.ask(pieces(64, 2));
    client.ask(piece(66));

    assertThat(client.end().map(Failure::reason)).contains(ErrorReason.ERROR_REASON_OVERLOADED);
  }

  @Test
  void sendsNothingThatWasTakenBack() {
    // So slow that the first frame waits until time is advanced.
    peer.limit.set(1);
    ReadClient client = open(peer.bob);
    client.ask(piece(1), piece(2), piece(3), piece(2));
    client.request(4);
    await().until(() -> peer.timers.pending() == 2);
    client.send(
        ReadPiecesRequest.newBuilder()
            .addCancelledPieces(2)
            .addCancelledPieces(3)
            .addCancelledPieces(1)
            .addCancelledPieces(-5)
            .addCancelledPieces(77)
            .build());
    client.noMore();

    assertThat(client.end()).isEmpty();
    assertThat(client.frames()).isZero();
    assertThat(peer.uploads.total()).isZero();
  }

  @Test
  void readsOnlyWhatTheClientTakes() throws Exception {
    ReadClient client = open(peer.bob);
    client.ask(pieces(0, 64));
    for (int i = 0; i < 10; i++) {
      expect(client.take(), i, 0, PIECE);
    }
    assertThat(peer.uploads.total()).isLessThanOrEqualTo(11L * PIECE);
    client.cancel();
    await().until(() -> peer.streams.count() == 0);
    assertThat(peer.uploads.total()).isLessThanOrEqualTo(11L * PIECE);
  }

  @Test
  void asksForTheContentFirstAndOnlyThat() {
    ReadClient without = ReadClient.open(peer.channel(peer.bob));
    without.send(ReadPiecesRequest.newBuilder().setGrant(peer.grant(peer.bob)).build());
    assertEnds(without, ErrorReason.ERROR_REASON_FIELD_INVALID);

    ReadClient another = open(peer.bob);
    another.send(
        ReadPiecesRequest.newBuilder()
            .setContent(ServeFixture.key(share.id()).toBuilder().setGroupId("g-2"))
            .build());
    assertEnds(another, ErrorReason.ERROR_REASON_FIELD_INVALID);
  }

  @Test
  void endsWithTheNewestGrant() throws Exception {
    ReadClient client = open(peer.bob);
    client.ask(piece(0));
    client.take();
    peer.timers.advance(GRANT_LIFE.minusSeconds(1));
    client.send(ReadPiecesRequest.newBuilder().setGrant(peer.grant(peer.bob)).build());
    client.ask(piece(1));
    client.take();
    peer.timers.advance(GRANT_LIFE.minusSeconds(1));
    client.ask(piece(2));
    client.take();
    // An older grant shortens nothing.
    client.send(first(share, peer.grant(peer.bob)).build());
    client.ask(piece(3));
    client.take();
    peer.timers.advance(GRANT_LIFE.minusMillis(1));
    assertThat(peer.streams.count()).isEqualTo(1);

    peer.timers.advance(Duration.ofMillis(1));
    assertEnds(client, ErrorReason.ERROR_REASON_GRANT_EXPIRED);
  }

  @Test
  void endsWhenAFreshGrantIsNone() {
    ReadClient client = open(peer.bob);
    client.send(ReadPiecesRequest.newBuilder().setGrant("garbage").build());

    assertEnds(client, ErrorReason.ERROR_REASON_GRANT_INVALID);
  }

  @Test
  void endsAtOnceWhenTheMembershipEnds() throws Exception {
    CertificateCaller carol = ServeFixture.caller("carol");
    ReadClient idle = open(peer.bob);
    ReadClient stuck = open(peer.bob);
    stuck.ask(pieces(0, 64));
    ReadClient other = open(carol);
    other.ask(piece(0));
    other.take();
    await().until(() -> peer.streams.count() == 3);

    peer.revocations.raise("g-2", "bob", 99);
    peer.revocations.raise(GROUP, "bob", ServeFixture.VERSION);
    assertThat(peer.streams.count()).isEqualTo(3);
    peer.revocations.raise(GROUP, "bob", ServeFixture.VERSION + 1);

    assertEnds(idle, ErrorReason.ERROR_REASON_GRANT_REVOKED);
    assertEnds(stuck, ErrorReason.ERROR_REASON_GRANT_REVOKED);
    other.ask(piece(1));
    expect(other.take(), 1, 0, PIECE);
  }

  @Test
  void aRenewedMembershipGoesOnWithItsGrant() throws Exception {
    ReadClient client = open(peer.bob);
    client.send(
        ReadPiecesRequest.newBuilder()
            .setGrant(peer.grant(peer.bob, 8))
            .addPieces(piece(0))
            .build());
    client.take();
    peer.revocations.raise(GROUP, "bob", 8);
    client.ask(piece(1));

    expect(client.take(), 1, 0, PIECE);
  }

  @Test
  void logoutEndsAllStreams() throws Exception {
    ReadClient idle = open(peer.bob);
    ReadClient stuck = open(ServeFixture.caller("carol"));
    stuck.ask(pieces(0, 64));
    await().until(() -> peer.streams.count() == 2);

    peer.catalog.clear();

    assertEnds(idle, ErrorReason.ERROR_REASON_CONTENT_NOT_SERVED);
    assertEnds(stuck, ErrorReason.ERROR_REASON_CONTENT_NOT_SERVED);
    await().until(() -> peer.streams.count() == 0);
  }

  @Test
  void withdrawsAFileThatChanged() throws Exception {
    List<String> faults = new ArrayList<>();
    peer.catalog.addListener((content, fault) -> faults.add(fault.orElseThrow()));
    ReadClient reading = open(peer.bob);
    reading.ask(pieces(0, 64));
    reading.take();
    ReadClient idle = open(peer.bob);
    await().until(() -> peer.streams.count() == 2);

    Files.setLastModifiedTime(share.path(), FileTime.fromMillis(4));
    reading.request(64);

    assertEnds(reading, ErrorReason.ERROR_REASON_CONTENT_CHANGED);
    assertEnds(idle, ErrorReason.ERROR_REASON_CONTENT_CHANGED);
    assertThat(faults).containsExactly(share.path() + " was changed after it was shared");
    assertEnds(open(peer.bob), ErrorReason.ERROR_REASON_CONTENT_NOT_SERVED);
  }

  @Test
  void waitsForTheRateLimitWithoutAThread() throws Exception {
    peer.limit.set(80_000);
    ReadClient client = open(peer.bob);
    client.ask(pieces(0, 30));
    client.request(1000);
    // The bucket holds an eighth of a second: one turn.
    await().until(() -> client.frames() == 1);
    for (int second = 1; second <= 3; second++) {
      peer.timers.advance(Duration.ofSeconds(1));
      long expected = 10_000L + second * 80_000L;
      await().until(() -> peer.uploads.total() >= expected - 10_000);
      assertThat(peer.uploads.total()).isBetween(expected - 10_000, expected);
    }
    assertThat(client.arrived().getData().size()).isEqualTo(10_000);

    peer.limit.set(0);
    peer.timers.advance(Duration.ofSeconds(1));
    client.noMore();

    assertThat(client.end()).isEmpty();
    assertThat(peer.uploads.total()).isEqualTo(30L * PIECE);
  }

  @Test
  void boundsTheStreamsOfOnePeer() {
    for (int i = 0; i < ServingStreams.MAX_STREAMS_PER_PEER; i++) {
      open(peer.bob);
    }
    await().until(() -> peer.streams.count() == ServingStreams.MAX_STREAMS_PER_PEER);

    Failure failure = open(peer.bob).end().orElseThrow();

    assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_OVERLOADED);
    assertThat(failure.retryAfter()).isPresent();
    open(ServeFixture.caller("carol"));
    await().until(() -> peer.streams.count() == ServingStreams.MAX_STREAMS_PER_PEER + 1);
    peer.revocations.raise(GROUP, "bob", 99);
    await().until(() -> peer.streams.count() == 1);
  }

  private ReadClient open(CertificateCaller caller) {
    ReadClient client = ReadClient.open(peer.channel(caller));
    client.send(first(share, peer.grant(caller)).build());
    return client;
  }

  private static ReadPiecesRequest.Builder first(SharedFile file, String grant) {
    return ReadPiecesRequest.newBuilder().setGrant(grant).setContent(ServeFixture.key(file.id()));
  }

  private static PieceRange[] pieces(int first, int count) {
    PieceRange[] pieces = new PieceRange[count];
    for (int i = 0; i < count; i++) {
      pieces[i] = piece(first + i);
    }
    return pieces;
  }

  private void expect(ReadPiecesResponse frame, int piece, int offset, int length) {
    assertThat(frame.getPiece()).isEqualTo(piece);
    assertThat(frame.getOffset()).isEqualTo(offset);
    assertThat(frame.getNotHeld()).isFalse();
    assertThat(frame.getData().asReadOnlyByteBuffer())
        .isEqualTo(SAMPLE.piece(piece).slice(SAMPLE.piece(piece).position() + offset, length));
  }

  private static void assertEnds(ReadClient client, ErrorReason reason) {
    client.request(100);
    assertThat(client.end().map(Failure::reason)).contains(reason);
  }
}
