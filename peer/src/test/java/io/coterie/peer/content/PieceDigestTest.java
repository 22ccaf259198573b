package io.coterie.peer.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.peer.content.SampleContent.Vector;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against roots and piece hashes made by libtorrent. */
final class PieceDigestTest {
  static List<Vector> denseVectors() {
    return SampleContent.vectors().stream().filter(v -> v.content().equals("dense")).toList();
  }

  @ParameterizedTest
  @MethodSource("denseVectors")
  void agreesWithLibtorrent(Vector vector) {
    PieceHashes hashes = hash(vector.layout(), SampleContent.dense((int) vector.layout().size()));

    assertThat(hashes.root()).isEqualTo(vector.root());
    vector
        .pieces()
        .forEach((piece, hash) -> assertThat(hashes.hash(piece)).as("%s", piece).isEqualTo(hash));
  }

  @Test
  void thePiecesOfTheBytesDoNotMatter() {
    PieceLayout layout = PieceLayout.of(3_000_000);
    byte[] content = SampleContent.dense(layout.pieceSize());
    PieceDigest digest = new PieceDigest(layout);
    digest.update(ByteBuffer.wrap(content));
    Hash whole = digest.finish();
    Random random = new Random(7);
    for (boolean direct : new boolean[] {false, true}) {
      int at = 0;
      while (at < content.length) {
        int length = Math.min(1 + random.nextInt(40_000), content.length - at);
        ByteBuffer part =
            direct ? ByteBuffer.allocateDirect(length + 3) : ByteBuffer.allocate(length + 3);
        part.position(3).put(content, at, length).position(3);
        digest.update(part);
        at += length;
      }
      assertThat(digest.finish()).isEqualTo(whole);
    }
  }

  @Test
  void refusesMoreThanAPieceAndStartsAnewWhenReset() {
    PieceLayout layout = PieceLayout.of(3 << 20);
    PieceDigest digest = new PieceDigest(layout);
    byte[] piece = SampleContent.dense(layout.pieceSize());
    digest.update(ByteBuffer.wrap(piece));
    assertThatThrownBy(() -> digest.update(ByteBuffer.allocate(1)))
        .isInstanceOf(IllegalStateException.class);
    Hash expected = digest.finish();

    digest.update(ByteBuffer.wrap(piece, 5, 100_001));
    digest.reset();
    digest.update(ByteBuffer.wrap(piece));

    assertThat(digest.finish()).isEqualTo(expected);
  }

  static PieceHashes hash(PieceLayout layout, byte[] content) {
    PieceDigest digest = new PieceDigest(layout);
    ByteBuffer hashes = ByteBuffer.allocate(layout.pieceCount() * Hash.LENGTH);
    for (int piece = 0; piece < layout.pieceCount(); piece++) {
      digest.update(
          ByteBuffer.wrap(content, (int) layout.offset(piece), layout.pieceLength(piece)));
      hashes.put(digest.finish().asByteBuffer());
    }
    return PieceHashes.computed(layout, hashes.array());
  }
}
