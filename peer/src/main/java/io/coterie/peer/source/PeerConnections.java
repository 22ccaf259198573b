package io.coterie.peer.source;

import io.coterie.rpc.tls.PeerId;

/** Opens connections to other peers. Thread-safe. */
@FunctionalInterface
public interface PeerConnections {
  /**
   * Claims a connection to a peer; it connects with the first call. Only a peer that proves {@code
   * peerId} by its certificate is connected with, otherwise calls fail with UNAVAILABLE.
   *
   * @param endpoint "host:port", IPv6 in brackets
   * @throws IllegalArgumentException if the endpoint is no such thing
   */
  PeerConnection open(PeerId peerId, String endpoint);
}
