package io.coterie.peer.tracker;

import io.coterie.peer.trust.TrustBundle;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;

/** The user's key on this peer, and where what the tracker certifies comes into force. */
public interface PeerCredentials {
  /** The key: made once for each user of this peer, kept through all renewals. */
  KeyPair keyPair();

  /**
   * Uses and keeps a certificate for the key. Connections that stand are not touched.
   *
   * @param chain the peer's certificate first, the authority's last; checked
   */
  void certify(List<X509Certificate> chain);

  /** Trusts what the bundle names, and nothing else, from now on. */
  void trust(TrustBundle bundle);
}
