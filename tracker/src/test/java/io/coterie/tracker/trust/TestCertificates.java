package io.coterie.tracker.trust;

import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/** Certificates as an operator's own tools make them. */
final class TestCertificates {
  static final Duration LIFE = Duration.ofDays(90);

  private TestCertificates() {}

  /** An authority that vouches for itself. */
  static X509Certificate root(String name, KeyPair pair, Instant begin) {
    return issue(
        new X500Principal("CN=" + name), pair, new X500Principal("CN=" + name), pair, begin, true);
  }

  /** An authority below another. */
  static X509Certificate below(
      X509Certificate issuer, KeyPair issuerPair, String name, KeyPair pair, Instant begin) {
    return issue(
        issuer.getSubjectX500Principal(),
        issuerPair,
        new X500Principal("CN=" + name),
        pair,
        begin,
        true);
  }

  /** The certificate of a server on 127.0.0.1. */
  static X509Certificate serving(
      X509Certificate issuer, KeyPair issuerPair, KeyPair pair, Instant begin) {
    return issue(
        issuer.getSubjectX500Principal(),
        issuerPair,
        new X500Principal("CN=serving"),
        pair,
        begin,
        false);
  }

  private static X509Certificate issue(
      X500Principal issuer,
      KeyPair issuerPair,
      X500Principal subject,
      KeyPair pair,
      Instant begin,
      boolean authority) {
    try {
      return Certificates.decode(
          new JcaX509v3CertificateBuilder(
                  issuer,
                  BigInteger.valueOf(begin.getEpochSecond()),
                  Date.from(begin),
                  Date.from(begin.plus(LIFE)),
                  subject,
                  pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
              .build(Keys.signer(issuerPair.getPrivate()))
              .getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
