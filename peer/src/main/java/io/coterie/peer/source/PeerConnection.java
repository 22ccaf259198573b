package io.coterie.peer.source;

import io.grpc.Channel;

/**
 * A claim on the connections to another peer, which several claims may share: one for content and
 * one for all else, so that short answers do not wait behind content.
 */
public interface PeerConnection extends AutoCloseable {
  /** For calls that bring no content; good until this claim is closed. */
  Channel control();

  /** For calls that bring content; good until this claim is closed. */
  Channel content();

  /** Gives the claim back. Calls that still run are not ended by it; end them first. */
  @Override
  void close();
}
