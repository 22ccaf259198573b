package io.coterie.peer.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.content.SampleContent;
import io.coterie.peer.fetch.PieceReceiver.Outcome;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.peer.wire.FrameBuffers;
import io.coterie.peer.wire.Frames;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PieceReceiverTest {
  private static final int PIECE = 16 << 10;
  private static final PieceLayout LAYOUT = new PieceLayout(3 * PIECE + 100, PIECE);
  private static final byte[] CONTENT = SampleContent.dense((int) LAYOUT.size());

  private final PieceReceiver receiver = new PieceReceiver(hashes());
  private final ByteArrayOutputStream delivered = new ByteArrayOutputStream();
  private final FrameBuffers buffers = new FrameBuffers(FrameBuffers.SIZE);

  private static PieceHashes hashes() {
    ByteBuffer hashes = ByteBuffer.allocate(LAYOUT.pieceCount() * 32);
    PieceDigest digest = new PieceDigest(LAYOUT);
    for (int i = 0; i < LAYOUT.pieceCount(); i++) {
      digest.update(ByteBuffer.wrap(CONTENT, i * PIECE, LAYOUT.pieceLength(i)));
      hashes.put(digest.finish().asByteBuffer());
    }
    return PieceHashes.computed(LAYOUT, hashes.array());
  }

  private static ReadPiecesResponse frame(int piece, int offset, int length) {
    return ReadPiecesResponse.newBuilder()
        .setPiece(piece)
        .setOffset(offset)
        .setData(ByteString.copyFrom(CONTENT, piece * PIECE + offset, length))
        .build();
  }

  private Outcome accept(ReadPiecesResponse frame) {
    Outcome outcome = receiver.accept(Frames.of(frame, buffers));
    if (outcome instanceof Outcome.Verified verified) {
      delivered.reset();
      try (PieceBytes bytes = verified.bytes()) {
        for (ByteBuffer part : bytes.parts()) {
          byte[] copy = new byte[part.remaining()];
          part.get(copy);
          delivered.writeBytes(copy);
        }
      }
    }
    return outcome;
  }

  @AfterEach
  void allBuffersAreGivenBack() {
    receiver.close();
    assertThat(buffers.lent()).isZero();
  }

  private void assertFault(ReadPiecesResponse frame, String what) {
    assertThat(accept(frame)).isEqualTo(new Outcome.Fault(new StreamEnd.Misbehaved(what)));
  }

  @Test
  void piecesComeInAnyOrderInFramesOfAnySize() {
    receiver.expect(1);
    receiver.expect(3);
    assertThat(accept(frame(3, 0, 1))).isInstanceOf(Outcome.More.class);
    Outcome last = accept(frame(3, 1, 99));
    assertThat(last).isInstanceOf(Outcome.Verified.class);
    assertThat(delivered.toByteArray())
        .isEqualTo(Arrays.copyOfRange(CONTENT, 3 * PIECE, CONTENT.length));
    assertThat(accept(frame(1, 0, PIECE))).isInstanceOf(Outcome.Verified.class);
    assertThat(receiver.isOwed()).isFalse();
  }

  @Test
  void aPieceTakenBackAndAskedForAgainMayComeOnceOrTwice() {
    for (int times = 1; times <= 2; times++) {
      receiver.expect(0);
      receiver.cancel(0);
      receiver.expect(0);
      receiver.expect(1);
      assertThat(accept(frame(0, 0, PIECE))).isInstanceOf(Outcome.Verified.class);
      if (times == 2) {
        assertThat(accept(frame(0, 0, PIECE))).isInstanceOf(Outcome.More.class);
      }
      assertThat(accept(frame(1, 0, PIECE))).isInstanceOf(Outcome.Verified.class);
    }
  }

  @Test
  void aPieceTakenBackHalfWayMayBeginAgain() {
    receiver.expect(0);
    accept(frame(0, 0, 100));
    receiver.cancel(0);
    receiver.expect(0);
    assertThat(accept(frame(0, 0, PIECE))).isInstanceOf(Outcome.Verified.class);

    receiver.expect(1);
    receiver.cancel(1);
    receiver.expect(1);
    accept(frame(1, 0, 100));
    assertThat(accept(frame(1, 0, PIECE))).isInstanceOf(Outcome.Verified.class);
    assertThat(receiver.isOwed()).isFalse();

    receiver.expect(2);
    accept(frame(2, 0, 100));
    assertFault(frame(2, 0, PIECE), "sends bytes out of order");
  }

  @Test
  void aCancelledPieceMayStillComeWhollyInPartOrNotAtAll() {
    receiver.expect(0);
    receiver.expect(1);
    receiver.expect(2);
    accept(frame(0, 0, 100));
    assertThat(receiver.cancel(0)).isTrue();
    assertThat(receiver.cancel(1)).isTrue();
    assertThat(receiver.cancel(1)).isFalse();
    assertThat(accept(frame(0, 100, 100))).isInstanceOf(Outcome.More.class);
    assertThat(receiver.isOwed()).isTrue();
    Outcome next = accept(frame(2, 0, PIECE));
    assertThat(next)
        .as("nothing of the cancelled piece is mixed in")
        .isInstanceOf(Outcome.Verified.class);
    receiver.expect(3);
    receiver.cancel(3);
    assertThat(receiver.isOwed()).isFalse();
    assertThat(accept(frame(3, 0, 100))).isInstanceOf(Outcome.More.class);
  }

  @Test
  void wrongBytesAreBlamedOnTheirPiece() {
    receiver.expect(1);
    ReadPiecesResponse wrong = frame(2, 0, PIECE).toBuilder().setPiece(1).build();
    assertThat(accept(wrong)).isEqualTo(new Outcome.Fault(new StreamEnd.BadPiece(1)));
  }

  @Test
  void aPieceNotHeldIsNoFault() {
    receiver.expect(1);
    receiver.expect(2);
    assertThat(accept(ReadPiecesResponse.newBuilder().setPiece(1).setNotHeld(true).build()))
        .isEqualTo(new Outcome.NotHeld(1));
    assertThat(accept(frame(2, 0, PIECE))).isInstanceOf(Outcome.Verified.class);
  }

  @Test
  void aSourceMayLetThePieceWaitAtAnyPoint() {
    receiver.expect(1);
    assertThat(accept(frame(1, 0, 0))).isInstanceOf(Outcome.Waits.class);
    accept(frame(1, 0, 60));
    assertThat(accept(frame(1, 60, 0))).isInstanceOf(Outcome.Waits.class);
    assertThat(accept(frame(1, 60, PIECE - 60))).isInstanceOf(Outcome.Verified.class);
  }

  @Test
  void everyBreachIsNoticed() {
    assertFault(frame(0, 0, 100), "sent a piece that it was not asked for");
    receiver.expect(3);
    assertFault(frame(0, 0, 100), "sent a piece that it was not asked for");
    assertFault(frame(3, 1, 10), "sends bytes out of order");
    assertFault(frame(0, 0, 0), "sent a piece that it was not asked for");
    assertFault(frame(3, 1, 0), "sends bytes out of order");
    assertFault(
        ReadPiecesResponse.newBuilder()
            .setPiece(3)
            .setData(ByteString.copyFrom(new byte[101]))
            .build(),
        "sent more bytes than a piece has");
    accept(frame(3, 0, 50));
    assertFault(
        ReadPiecesResponse.newBuilder().setPiece(3).setNotHeld(true).build(),
        "sent a part of a piece that it says it does not hold");
    receiver.expect(0);
    assertFault(frame(0, 0, 100), "began another piece before the end of one");
    assertFault(frame(0, 0, 0), "began another piece before the end of one");
  }

  @Test
  void aPieceLeftBecauseItWasTakenBackForAWhileComesLater() {
    receiver.expect(0);
    receiver.expect(1);
    receiver.cancel(0);
    receiver.expect(0);
    accept(frame(0, 0, 100));
    assertThat(accept(frame(1, 0, PIECE)))
        .as("it was told of the first, and dropped it")
        .isInstanceOf(Outcome.Verified.class);
    assertThat(receiver.isOwed()).isTrue();
    assertThat(accept(frame(0, 0, PIECE))).isInstanceOf(Outcome.Verified.class);
    assertThat(receiver.isOwed()).isFalse();
  }
}
