package io.coterie.rpc.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** X.509 certificates as bytes and fingerprints. */
public final class Certificates {

  private Certificates() {}

  /**
   * Reads one certificate in DER.
   *
   * @throws IllegalArgumentException when the bytes are none
   */
  public static X509Certificate decode(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("the bytes are not an X.509 certificate in DER", e);
    }
  }

  /** The certificate in DER. */
  public static byte[] encode(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("the certificate has no DER form", e);
    }
  }

  /** The SHA-256 of the DER form: 64 lower-case hex digits, as in {@code ca-sha256} lines. */
  public static String fingerprint(X509Certificate certificate) {
    return HexFormat.of().formatHex(Digests.sha256(encode(certificate)));
  }
}
