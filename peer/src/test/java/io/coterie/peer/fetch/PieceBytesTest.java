package io.coterie.peer.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.wire.FrameBuffer;
import io.coterie.peer.wire.FrameBuffers;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PieceBytesTest {
  private static final int MIB = 1 << 20;
  private static final int PIECE = 4 * MIB;

  private final FrameBuffers buffers = new FrameBuffers(PIECE);

  @ParameterizedTest
  @ValueSource(ints = {1000, 64 << 10, MIB / 2 + 1, MIB - 1, MIB})
  void takesNoMoreBuffersThanItsSizeHoweverItIsCut(int frame) {
    byte[] content = new byte[PIECE];
    new Random(frame).nextBytes(content);
    try (PieceBytes piece = new PieceBytes()) {
      for (int at = 0; at < PIECE; at += frame) {
        FrameBuffer next = buffers.take(Math.min(frame, PIECE - at));
        next.bytes().put(content, at, next.bytes().remaining()).flip();
        piece.add(next);
      }
      assertThat(buffers.lent()).isEqualTo(PIECE / MIB);

      ByteBuffer whole = ByteBuffer.allocate(PIECE);
      piece.parts().forEach(part -> whole.put(part.duplicate()));
      assertThat(whole.array()).isEqualTo(content);
    }
    assertThat(buffers.lent()).isZero();
  }
}
