package io.coterie.peer.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.content.SampleContent;
import io.coterie.peer.fetch.PieceReceiver.Outcome;
import io.coterie.peer.v1.ReadPiecesResponse;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PieceReceiverTest {
  private static final int PIECE = 16 << 10;
  private static final PieceLayout LAYOUT = new PieceLayout(3 * PIECE + 100, PIECE);
  private static final byte[] CONTENT = SampleContent.dense((int) LAYOUT.size());

  private final PieceReceiver receiver = new PieceReceiver(hashes(), new PieceBuffers(1 << 20));

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

  private void assertFault(ReadPiecesResponse frame, String what) {
    assertThat(receiver.accept(frame)).isEqualTo(new Outcome.Fault(new StreamEnd.Misbehaved(what)));
  }

  @Test
  void piecesComeInTheOrderAskedInFramesOfAnySize() {
    receiver.expect(3);
    receiver.expect(1);
    assertThat(receiver.accept(frame(3, 0, 1))).isInstanceOf(Outcome.More.class);
    Outcome last = receiver.accept(frame(3, 1, 99));
    assertThat(last).isInstanceOf(Outcome.Verified.class);
    assertThat(((Outcome.Verified) last).bytes())
        .isEqualTo(ByteBuffer.wrap(CONTENT, 3 * PIECE, 100));
    assertThat(receiver.accept(frame(1, 0, PIECE))).isInstanceOf(Outcome.Verified.class);
    assertThat(receiver.isOwed()).isFalse();
  }

  @Test
  void aCancelledPieceMayStillComeWhollyInPartOrNotAtAll() {
    receiver.expect(0);
    receiver.expect(1);
    receiver.expect(2);
    receiver.accept(frame(0, 0, 100));
    assertThat(receiver.cancel(0)).isTrue();
    assertThat(receiver.cancel(1)).isTrue();
    assertThat(receiver.cancel(1)).isFalse();
    assertThat(receiver.accept(frame(0, 100, 100))).isInstanceOf(Outcome.More.class);
    assertThat(receiver.isOwed()).isTrue();
    Outcome next = receiver.accept(frame(2, 0, PIECE));
    assertThat(next)
        .as("nothing of the cancelled piece is mixed in")
        .isInstanceOf(Outcome.Verified.class);
    receiver.expect(3);
    receiver.cancel(3);
    assertThat(receiver.isOwed()).isFalse();
    assertThat(receiver.accept(frame(3, 0, 100))).isInstanceOf(Outcome.More.class);
  }

  @Test
  void wrongBytesAreBlamedOnTheirPiece() {
    receiver.expect(1);
    ReadPiecesResponse wrong = frame(2, 0, PIECE).toBuilder().setPiece(1).build();
    assertThat(receiver.accept(wrong)).isEqualTo(new Outcome.Fault(new StreamEnd.BadPiece(1)));
  }

  @Test
  void aPieceNotHeldIsNoFault() {
    receiver.expect(1);
    receiver.expect(2);
    assertThat(
            receiver.accept(ReadPiecesResponse.newBuilder().setPiece(1).setNotHeld(true).build()))
        .isEqualTo(new Outcome.NotHeld(1));
    assertThat(receiver.accept(frame(2, 0, PIECE))).isInstanceOf(Outcome.Verified.class);
  }

  @Test
  void everyBreachIsNoticed() {
    assertFault(frame(0, 0, 100), "sent a piece that it was not asked for");
    receiver.expect(3);
    receiver.expect(0);
    assertFault(frame(0, 0, 100), "sent a piece that it was not asked for");
    assertFault(frame(3, 1, 10), "sends bytes out of order");
    assertFault(frame(3, 0, 0), "sends frames without data");
    assertFault(
        ReadPiecesResponse.newBuilder()
            .setPiece(3)
            .setData(ByteString.copyFrom(new byte[101]))
            .build(),
        "sent more bytes than a piece has");
    assertFault(
        ReadPiecesResponse.newBuilder()
            .setPiece(3)
            .setData(ByteString.copyFrom(new byte[PieceReceiver.MAX_FRAME + 1]))
            .build(),
        "sends frames larger than allowed");
    receiver.accept(frame(3, 0, 50));
    assertFault(
        ReadPiecesResponse.newBuilder().setPiece(3).setNotHeld(true).build(),
        "sent a part of a piece that it says it does not hold");
    assertFault(frame(0, 0, 100), "sent a piece that it was not asked for");
  }
}
