package io.coterie.peer.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.peer.store.Sample;
import io.coterie.peer.store.SharedFile;
import io.coterie.peer.v1.PieceRange;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.rpc.auth.CertificateCaller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What streams see of the slots. */
final class UploadSlotsServiceTest {
  private static final int PIECE = 64 << 10;
  private static final Sample SAMPLE = new Sample(20 * PIECE);

  @TempDir Path folder;

  private final ServeFixture peer = new ServeFixture();
  private SharedFile share;

  @BeforeEach
  void share() throws Exception {
    share = SAMPLE.share(folder.resolve("a"), ServeFixture.GROUP, "a");
    peer.catalog.add(share);
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  private ReadClient open(String user) {
    CertificateCaller caller = ServeFixture.caller(user);
    ReadClient client = ReadClient.open(peer.channel(caller));
    client.send(
        ReadPiecesRequest.newBuilder()
            .setGrant(peer.grant(caller))
            .setContent(ServeFixture.key(share.id()))
            .build());
    client.ask(IntStream.range(0, 10).mapToObj(ReadClient::piece).toArray(PieceRange[]::new));
    return client;
  }

  @Test
  void aStreamThatIsNotReadDoesNotKeepOthersFromTheirs() throws Exception {
    for (int i = 0; i < UploadSlots.MOST; i++) {
      assertThat(open("user" + i).take().getData().isEmpty()).isFalse();
    }
    ReadClient late = open("late");
    late.request(10);
    await().until(() -> peer.slots.waiting() == 1);
    assertThat(late.frames()).isZero();

    peer.timers.advance(Duration.ofSeconds(2));

    Set<Integer> arrived = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      arrived.add(late.arrived().getPiece());
    }
    assertThat(arrived).hasSize(10);
  }

  @Test
  void aFileThatWaitsForItsOwnLimitKeepsNoSlotFromAnother() throws Exception {
    peer.limit.set(2 << 10);
    peer.limits.set(share.id(), 1 << 10);
    List<ReadClient> limited = new ArrayList<>();
    // One after the other: who meets two that are about to wait, waits for a slot and is looked
    // after.
    for (String user : List.of("alice", "bob", "carol")) {
      ReadClient client = open(user);
      client.request(1000);
      limited.add(client);
      await().until(() -> peer.timers.pending() == 2 * limited.size());
    }
    assertThat(peer.slots.waiting()).as("for one of the two slots").isZero();

    peer.limits.set(share.id(), 0);
    ReadClient late = open("dave");
    late.request(1);
    await().until(() -> peer.timers.pending() == 8);
    peer.timers.advance(Duration.ofSeconds(3));
    assertThat(late.arrived().getData().size()).isEqualTo(1 << 10);
    limited.forEach(ReadClient::cancel);
    late.cancel();
    await().until(() -> peer.streams.count() == 0);
  }

  @Test
  void whoWaitsIsToldSo() throws Exception {
    peer.limit.set(1 << 10);
    List<ReadClient> sentTo = List.of(open("alice"), open("bob"));
    sentTo.forEach(client -> client.request(1000));
    // The ends of two grants, and two that wait for the limit.
    await().until(() -> peer.timers.pending() == 4);
    ReadClient waits = open("carol");
    waits.request(1000);
    await().until(() -> peer.slots.waiting() == 1);

    peer.timers.advance(Duration.ofSeconds(2));

    ReadPiecesResponse notice = waits.arrived();
    assertThat(notice.getPiece()).isZero();
    assertThat(notice.getData().isEmpty()).isTrue();
    assertThat(notice.getNotHeld()).isFalse();
    peer.timers.advance(Duration.ofSeconds(20));
    assertThat(peer.uploads.total()).as("the limit holds").isLessThan(23 << 10);
    await().until(() -> waits.frames() > 0);
    waits.cancel();
    sentTo.forEach(ReadClient::cancel);
    await().until(() -> peer.streams.count() == 0);
    assertThat(peer.slots.waiting()).isZero();
  }
}
