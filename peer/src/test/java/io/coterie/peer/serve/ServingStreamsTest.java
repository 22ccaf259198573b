package io.coterie.peer.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceSet;
import io.coterie.peer.store.ContentReader;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.store.PieceListener;
import io.coterie.peer.store.Sample;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.WatchPiecesRequest;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many streams are served, and that those which end while they begin are not kept. */
final class ServingStreamsTest {
  @TempDir Path folder;

  private final ServeFixture peer = new ServeFixture();
  private HeldContent content;

  @BeforeEach
  void share() throws Exception {
    Sample sample = new Sample(1000);
    content = new Leaving(sample.share(folder.resolve("a"), ServeFixture.GROUP, "a"));
    peer.catalog.add(content);
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  @Test
  void aReadOfContentThatIsTakenOutMeanwhile() {
    ReadClient client = ReadClient.open(peer.channel(peer.bob));
    client.send(
        ReadPiecesRequest.newBuilder()
            .setGrant(peer.grant(peer.bob))
            .setContent(ServeFixture.key(content.id()))
            .build());
    assertThat(client.end().map(Failure::reason))
        .contains(ErrorReason.ERROR_REASON_CONTENT_NOT_SERVED);
    assertNothingIsKept();
  }

  @Test
  void aWatchOfContentThatIsTakenOutMeanwhile() {
    WatchPiecesRequest request =
        WatchPiecesRequest.newBuilder()
            .setGrant(peer.grant(peer.bob))
            .setContent(ServeFixture.key(content.id()))
            .build();
    StatusRuntimeException thrown =
        Assertions.catchThrowableOfType(
            StatusRuntimeException.class,
            () -> peer.blocking(peer.bob).watchPieces(request).hasNext());
    assertThat(Failure.of(thrown).reason()).isEqualTo(ErrorReason.ERROR_REASON_CONTENT_NOT_SERVED);
    assertNothingIsKept();
  }

  @Test
  void oneUserDoesNotTakeAllHoweverManyPeersItHas() {
    List<StreamLease> bobs = new ArrayList<>();
    CertificateCaller another = peer.bob;
    for (int i = 0; i < ServingStreams.MAX_STREAMS_PER_USER; i++) {
      if (i % ServingStreams.MAX_STREAMS_PER_PEER == 0) {
        another = ServeFixture.caller("bob");
      }
      bobs.add(open(another));
    }

    CertificateCaller last = ServeFixture.caller("bob");
    assertThatThrownBy(() -> open(last))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(ErrorReason.ERROR_REASON_OVERLOADED));
    peer.streams.close(open(ServeFixture.caller("carol")));
    peer.streams.close(bobs.remove(0));
    bobs.add(open(last));

    bobs.forEach(peer.streams::close);
    assertNothingIsKept();
  }

  private StreamLease open(CertificateCaller caller) {
    return peer.streams.open(caller, peer.grant(caller), content.id(), refusal -> {});
  }

  private void assertNothingIsKept() {
    await().until(() -> peer.streams.count() == 0);
    assertThat(peer.timers.pending()).as("no timer for the end of the grant").isZero();
  }

  /** Is there when a stream is admitted, and is taken out when it is looked at. */
  private record Leaving(HeldContent of) implements HeldContent {
    @Override
    public ContentId id() {
      return of.id();
    }

    @Override
    public String name() {
      return of.name();
    }

    @Override
    public PieceHashes hashes() {
      throw AccessControl.notServed();
    }

    @Override
    public PieceSet held() {
      throw AccessControl.notServed();
    }

    @Override
    public ContentReader open() throws IOException {
      return of.open();
    }

    @Override
    public void addListener(PieceListener listener) {
      of.addListener(listener);
    }

    @Override
    public void removeListener(PieceListener listener) {
      of.removeListener(listener);
    }
  }
}
