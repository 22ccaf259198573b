package io.coterie.peer.source;

import io.grpc.Channel;

/** A claim on a connection to another peer. The connection may be shared by several claims. */
public interface PeerConnection extends AutoCloseable {
  /** The channel; good for calls until this claim is closed. */
  Channel channel();

  /** Gives the claim back. Calls that still run are not ended by it; end them first. */
  @Override
  void close();
}
