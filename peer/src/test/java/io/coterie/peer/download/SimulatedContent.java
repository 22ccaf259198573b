package io.coterie.peer.download;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.content.PieceSet;
import io.coterie.peer.content.SampleContent;
import io.coterie.peer.fetch.PieceSink;
import io.coterie.peer.store.ContentReader;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.store.PieceListener;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A file of equal pieces of 1 MiB, held in part, that takes no memory but for one piece. */
final class SimulatedContent implements HeldContent, PieceSink {
  static final int PIECE = 1 << 20;
  static final String GROUP_ID = "g-1";
  static final String NAME = "film.mkv";

  private static final byte[] BYTES = SampleContent.dense(PIECE);

  private final PieceHashes hashes;
  private final PieceSet held;
  private final List<PieceListener> listeners = new CopyOnWriteArrayList<>();

  private SimulatedContent(PieceHashes hashes, PieceSet held) {
    this.hashes = hashes;
    this.held = held;
  }

  /** The whole file. */
  static SimulatedContent whole(int pieces) {
    PieceLayout layout = new PieceLayout((long) pieces * PIECE, PIECE);
    PieceDigest digest = new PieceDigest(layout);
    digest.update(ByteBuffer.wrap(BYTES));
    ByteBuffer hash = digest.finish().asByteBuffer();
    ByteBuffer hashes = ByteBuffer.allocate(pieces * 32);
    while (hashes.hasRemaining()) {
      hashes.put(hash.duplicate());
    }
    return new SimulatedContent(
        PieceHashes.computed(layout, hashes.array()), PieceSet.full(pieces));
  }

  /** The same file, of which nothing is held. */
  SimulatedContent none() {
    return new SimulatedContent(hashes, new PieceSet(held.size()));
  }

  @Override
  public boolean write(int piece, List<ByteBuffer> data) {
    if (!held.add(piece)) {
      return false;
    }
    listeners.forEach(listener -> listener.pieceHeld(piece));
    return true;
  }

  @Override
  public ContentId id() {
    return new ContentId(GROUP_ID, hashes.root());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PieceHashes hashes() {
    return hashes;
  }

  @Override
  public PieceSet held() {
    return held;
  }

  @Override
  public ContentReader open() {
    return new ContentReader() {
      @Override
      public void read(int piece, int offset, ByteBuffer target) {
        target.put(BYTES, offset, target.remaining());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void addListener(PieceListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListener(PieceListener listener) {
    listeners.remove(listener);
  }
}
