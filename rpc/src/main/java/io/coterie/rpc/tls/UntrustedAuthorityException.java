package io.coterie.rpc.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/**
 * A server shows an authority that is not trusted. The message is a phrase to be read after the
 * server's address; it says what that may mean and what the user can do.
 */
public final class UntrustedAuthorityException extends CertificateException {

  private static final long serialVersionUID = 1;

  UntrustedAuthorityException(X509Certificate shown, String remedy, CertificateException cause) {
    super(
        "shows a certificate authority that is not the one you trust, with the SHA-256 fingerprint "
            + Certificates.fingerprint(shown)
            + ": either the operator has replaced it, or somebody stands between you and the"
            + " tracker. Ask the operator for the fingerprint, by a way that you trust; only if it"
            + " is the same, "
            + remedy,
        cause);
  }
}
