package io.coterie.peer.control;

import io.coterie.peer.store.UserStore;
import io.coterie.peer.tracker.PeerCredentials;
import io.coterie.peer.trust.TrustBundle;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * One user's key, certificate and authorities: kept in the user's store, and put into force for
 * this peer's connections. Thread-safe.
 */
final class UserCredentials implements PeerCredentials {
  private final UserStore store;
  private final PeerTls tls;
  private final KeyPair keyPair;

  /**
   * Takes the key from the store, or makes one, which is stored with its first certificate.
   *
   * @throws IOException when the stored key cannot be read
   */
  UserCredentials(UserStore store, PeerTls tls) throws IOException {
    this.store = store;
    this.tls = tls;
    this.keyPair =
        Files.exists(store.keyFile()) ? Keys.pairOf(Pem.readKey(store.keyFile())) : Keys.generate();
  }

  @Override
  public KeyPair keyPair() {
    return keyPair;
  }

  @Override
  public synchronized void certify(List<X509Certificate> chain) {
    try {
      if (!Files.exists(store.keyFile())) {
        Pem.writeKey(store.keyFile(), keyPair.getPrivate());
      }
      Pem.writeCertificates(store.certificateFile(), chain);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the certificate", e);
    }
    tls.showAs(new Identity(keyPair.getPrivate(), chain));
  }

  @Override
  public synchronized void trust(TrustBundle bundle) {
    try {
      Pem.writeCertificates(store.authoritiesFile(), bundle.authorities());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the authorities", e);
    }
    tls.trust(bundle);
  }
}
