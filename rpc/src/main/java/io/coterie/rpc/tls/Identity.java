package io.coterie.rpc.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What one end of a connection shows: a private key and the certificates that speak for it.
 *
 * @param key the private key, P-256
 * @param chain the certificate of that key first, the authority's last
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {

  /**
   * Copies the chain.
   *
   * @throws IllegalArgumentException when it is empty
   */
  public Identity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("an identity has at least its own certificate");
    }
  }

  /** The certificate of the key. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** Names the certificate, not the key. */
  @Override
  public String toString() {
    return "Identity[" + certificate().getSerialNumber().toString(16) + "]";
  }
}
