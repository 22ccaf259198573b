package io.coterie.peer.fetch;

import io.coterie.rpc.error.Failure;
import java.io.IOException;

/** Why a stream from a source has ended, other than by our own wish. */
public sealed interface StreamEnd {
  /** The source ended it, refused, or the connection broke. */
  record Lost(Failure failure) implements StreamEnd {}

  /** The source owes bytes and has sent none for too long. */
  record Stalled() implements StreamEnd {}

  /**
   * The source did what no honest peer does: it is not to be asked again.
   *
   * @param what completes the sentence "this peer ..."
   */
  record Misbehaved(String what) implements StreamEnd {}

  /** The source sent a piece that fails verification: it is not to be asked again. */
  record BadPiece(int piece) implements StreamEnd {}

  /** A good piece could not be written here; no fault of the source. */
  record NotWritten(IOException cause) implements StreamEnd {}
}
