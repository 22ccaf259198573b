package io.coterie.rpc.tls;

import java.security.PublicKey;

/**
 * A peer's public key in the two forms in which it is named.
 *
 * @param peerId names the peer
 * @param thumbprint the RFC 7638 thumbprint that grants are bound to
 */
public record PeerKey(PeerId peerId, String thumbprint) {

  /**
   * Names this key.
   *
   * @throws IllegalArgumentException when it is no P-256 key
   */
  public static PeerKey of(PublicKey key) {
    return new PeerKey(PeerId.of(key), Thumbprint.of(key));
  }
}
