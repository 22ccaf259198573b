package io.coterie.peer.store;

import io.coterie.peer.content.ContentChangedException;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.content.PieceSet;
import java.io.IOException;

/** Content on disk of which other peers may have what is held. Thread-safe. */
public interface HeldContent {
  /** Which content, in which group. */
  ContentId id();

  /** The file's name in the group. */
  String name();

  /** The hashes of all pieces, held or not. */
  PieceHashes hashes();

  /** How the content is cut. */
  default PieceLayout layout() {
    return hashes().layout();
  }

  /** The verified pieces; grows as more are verified. */
  PieceSet held();

  /**
   * Opens the content for reading. The caller closes the reader, which may outlive this object.
   *
   * @throws ContentChangedException if the file is gone or is not what was hashed
   * @throws IOException if it cannot be read
   */
  ContentReader open() throws IOException;

  /** Tells a listener of each piece verified from now on. */
  void addListener(PieceListener listener);

  /** Tells a listener no more. */
  void removeListener(PieceListener listener);
}
