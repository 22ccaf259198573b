package io.coterie.peer.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.peer.content.SampleContent;
import io.coterie.peer.fetch.PieceReceiver.Outcome;
import io.coterie.peer.store.Sample;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.peer.wire.FrameBuffers;
import io.coterie.peer.wire.Frames;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/** Frames of a source that sends what it likes: nothing counts but the pieces, byte for byte. */
public final class PieceReceiverFuzzTest {
  private static final int PIECE = 64 << 10;
  private static final Sample SAMPLE = new Sample(2 * PIECE + 300);
  private static final ByteString CONTENT =
      ByteString.copyFrom(SampleContent.dense(2 * PIECE + 300));

  private static final FrameBuffers BUFFERS = new FrameBuffers(4L * FrameBuffers.SIZE);

  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    PieceReceiver receiver = new PieceReceiver(SAMPLE.hashes());
    Set<Integer> owed = new HashSet<>();
    while (fuzz.hasMore()) {
      int piece = fuzz.below(3);
      switch (fuzz.below(8)) {
        case 0 -> {
          if (owed.add(piece)) {
            receiver.expect(piece);
          }
        }
        case 1 -> assertThat(receiver.cancel(piece)).isEqualTo(owed.remove(piece));
        default -> {
          if (!accept(receiver, frame(piece, fuzz), owed)) {
            close(receiver);
            return;
          }
        }
      }
      assertThat(receiver.isOwed()).isEqualTo(!owed.isEmpty());
    }
    close(receiver);
  }

  private static void close(PieceReceiver receiver) {
    receiver.close();
    assertThat(receiver.isOwed()).isFalse();
    assertThat(BUFFERS.lent()).as("all buffers are given back").isZero();
  }

  /** A frame of the true content, or of anything. */
  private static ReadPiecesResponse frame(int piece, FuzzInput fuzz) {
    ReadPiecesResponse.Builder frame = ReadPiecesResponse.newBuilder().setPiece(piece);
    int kind = fuzz.below(8);
    if (kind == 0) {
      return frame.setNotHeld(true).setData(ByteString.copyFrom(fuzz.bytes(fuzz.below(2)))).build();
    }
    if (kind == 1) {
      return frame
          .setPiece(fuzz.integer())
          .setOffset(fuzz.integer())
          .setData(ByteString.copyFrom(fuzz.block()))
          .build();
    }
    int length = SAMPLE.layout().pieceLength(piece);
    int start = Math.min(length, fuzz.below(256) * 1024);
    int end = Math.min(length, start + fuzz.below(256) * 1024 + fuzz.below(256));
    ByteString data = CONTENT.substring(piece * PIECE + start, piece * PIECE + end);
    boolean spoilt = kind == 2 && !data.isEmpty();
    return frame
        .setOffset(start)
        .setData(
            spoilt
                ? ByteString.copyFrom(new byte[] {(byte) ~data.byteAt(0)}).concat(data.substring(1))
                : data)
        .build();
  }

  /** Returns whether the stream goes on. */
  private static boolean accept(
      PieceReceiver receiver, ReadPiecesResponse frame, Set<Integer> owed) {
    Outcome outcome = receiver.accept(Frames.of(frame, BUFFERS));
    if (outcome instanceof Outcome.Verified verified) {
      assertThat(owed.remove(verified.piece())).as("asked for and not cancelled").isTrue();
      ByteBuffer whole = ByteBuffer.allocate(SAMPLE.layout().pieceLength(verified.piece()));
      try (PieceBytes bytes = verified.bytes()) {
        bytes.parts().forEach(whole::put);
      }
      assertThat(whole.flip()).isEqualTo(SAMPLE.piece(verified.piece()));
    } else if (outcome instanceof Outcome.NotHeld notHeld) {
      assertThat(frame.getNotHeld()).isTrue();
      assertThat(owed.remove(notHeld.piece())).isTrue();
    }
    return !(outcome instanceof Outcome.Fault);
  }
}
