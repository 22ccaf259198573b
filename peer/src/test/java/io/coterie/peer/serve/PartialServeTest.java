package io.coterie.peer.serve;

import static io.coterie.peer.serve.ServeFixture.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceSet;
import io.coterie.peer.store.PartialFile;
import io.coterie.peer.store.PeerHome;
import io.coterie.peer.store.Sample;
import io.coterie.peer.store.SharedFile;
import io.coterie.peer.v1.GetPieceHashesRequest;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.peer.v1.WatchPiecesRequest;
import io.coterie.peer.v1.WatchPiecesResponse;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer that serves what it is still downloading. */
final class PartialServeTest {
  private static final int PIECES = 6;

  @TempDir Path folder;

  private final ServeFixture peer = new ServeFixture();
  private final Sample sample = new Sample(PIECES * (64 << 10));
  private PeerHome home;
  private PartialFile file;

  @BeforeEach
  void open() throws Exception {
    home = PeerHome.open(folder, "127.0.0.1:7");
    file =
        home.user("alice", peer.timers)
            .downloads()
            .open(sample.download(folder.resolve("copy")), sample.hashes());
    sample.fetch(file, 0, 2);
    peer.catalog.add(file);
  }

  @AfterEach
  void stop() throws Exception {
    file.close();
    peer.close();
    home.close();
  }

  @Test
  void tellsOfPiecesAsTheyAreVerified() throws Exception {
    Iterator<WatchPiecesResponse> told = watch();
    WatchPiecesResponse first = told.next();
    assertThat(PieceSet.fromBytes(PIECES, first.getHeld().toByteArray()).toBytes())
        .isEqualTo(new byte[] {0b11});
    assertThat(first.getComplete()).isFalse();

    sample.fetch(file, 4, 1);
    sample.fetch(file, 2, 1);
    peer.timers.advance(WatchPiecesCall.GATHER);
    assertThat(untilAdded(told, 2, 4).getComplete()).isFalse();

    sample.fetch(file, 3, 1);
    sample.fetch(file, 5, 1);
    peer.timers.advance(WatchPiecesCall.GATHER);
    assertThat(untilAdded(told, 3, 5).getComplete()).isTrue();
    assertThat(told.hasNext()).isFalse();
    await().until(() -> peer.streams.count() == 0);
  }

  /**
   * The last message of those that tell of these pieces: the client's readiness may divide them.
   */
  private static WatchPiecesResponse untilAdded(
      Iterator<WatchPiecesResponse> told, Integer... pieces) {
    List<Integer> added = new ArrayList<>();
    WatchPiecesResponse last;
    do {
      last = told.next();
      added.addAll(last.getAddedList());
    } while (added.size() < pieces.length);
    assertThat(added).containsExactlyInAnyOrder(pieces);
    return last;
  }

  @Test
  void aWholeFileIsToldInOneMessage() throws Exception {
    sample.fetch(file, 2, 4);

    Iterator<WatchPiecesResponse> told = watch();

    assertThat(told.next()).isEqualTo(WatchPiecesResponse.newBuilder().setComplete(true).build());
    assertThat(told.hasNext()).isFalse();
  }

  @Test
  void watchingEndsWithItsGrant() {
    Iterator<WatchPiecesResponse> told = watch();
    told.next();
    peer.timers.advance(ServeFixture.GRANT_LIFE);

    assertThat(Failure.of(catchThrowable(told::hasNext)).reason())
        .isEqualTo(ErrorReason.ERROR_REASON_GRANT_EXPIRED);
  }

  @Test
  void saysWhatItDoesNotHoldAndGoesOn() throws Exception {
    ReadClient client = read(0, 3, 1);
    client.request(3);

    assertThat(client.arrived().getPiece()).isZero();
    assertThat(client.arrived())
        .isEqualTo(ReadPiecesResponse.newBuilder().setPiece(3).setNotHeld(true).build());
    assertThat(client.arrived().getData().asReadOnlyByteBuffer()).isEqualTo(sample.piece(1));
  }

  @Test
  void streamsGoOnWhenTheFileIsWhole() throws Exception {
    ReadClient client = read(0, 1);
    client.take();
    sample.fetch(file, 2, 4);
    SharedFile whole = file.place();
    peer.catalog.add(whole);
    peer.catalog.remove(file);
    file.close();

    assertThat(client.take().getData().asReadOnlyByteBuffer()).isEqualTo(sample.piece(1));
    client.ask(ReadClient.piece(5));
    client.noMore();
    assertThat(client.take().getData().asReadOnlyByteBuffer()).isEqualTo(sample.piece(5));
    client.request(1);
    assertThat(client.end()).isEmpty();
  }

  @Test
  void givesTheHashesOfAllPieces() {
    byte[] all = new byte[PIECES * Hash.LENGTH];
    sample.hashes().range(0, PIECES).get(all);

    assertThat(hashes(0, 8192)).isEqualTo(all);
    assertThat(hashes(4, 1)).isEqualTo(sample.hashes().hash(4).toBytes());
    assertHashesRefused(PIECES, 1, ErrorReason.ERROR_REASON_RANGE_INVALID);
    assertHashesRefused(-1, 1, ErrorReason.ERROR_REASON_RANGE_INVALID);
    assertHashesRefused(0, 0, ErrorReason.ERROR_REASON_FIELD_INVALID);
    assertHashesRefused(0, 8193, ErrorReason.ERROR_REASON_FIELD_INVALID);
    assertHashesRefused(0, -1, ErrorReason.ERROR_REASON_FIELD_INVALID);
  }

  private void assertHashesRefused(int first, int count, ErrorReason reason) {
    assertThat(Failure.of(catchThrowable(() -> hashes(first, count))).reason()).isEqualTo(reason);
  }

  private byte[] hashes(int first, int count) {
    return peer.blocking(peer.bob)
        .getPieceHashes(
            GetPieceHashesRequest.newBuilder()
                .setGrant(peer.grant(peer.bob))
                .setContent(ServeFixture.key(file.id()))
                .setFirstPiece(first)
                .setPieceCount(count)
                .build())
        .getHashes()
        .toByteArray();
  }

  private Iterator<WatchPiecesResponse> watch() {
    assertThat(file.id().groupId()).isEqualTo(GROUP);
    return peer.blocking(peer.bob)
        .watchPieces(
            WatchPiecesRequest.newBuilder()
                .setGrant(peer.grant(peer.bob))
                .setContent(ServeFixture.key(file.id()))
                .build());
  }

  private ReadClient read(int... pieces) {
    ReadClient client = ReadClient.open(peer.channel(peer.bob));
    ReadPiecesRequest.Builder request =
        ReadPiecesRequest.newBuilder()
            .setGrant(peer.grant(peer.bob))
            .setContent(ServeFixture.key(file.id()));
    for (int piece : pieces) {
      request.addPieces(ReadClient.piece(piece));
    }
    client.send(request.build());
    return client;
  }
}
