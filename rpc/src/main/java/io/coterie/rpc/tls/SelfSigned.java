package io.coterie.rpc.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/** Identities that no authority vouches for: who trusts one has its certificate already. */
public final class SelfSigned {
  private static final Duration LIFE = Duration.ofDays(3650);
  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final int SERIAL_BITS = 127;

  private SelfSigned() {}

  /**
   * Makes a P-256 key and a certificate for it, good from an hour before {@code now} for ten years.
   *
   * @param addresses the IP addresses under which it is shown, at least one
   */
  public static Identity forAddresses(List<String> addresses, Instant now) {
    KeyPair pair = Keys.generate();
    X500Principal name = new X500Principal("CN=" + PeerId.of(pair.getPublic()));
    GeneralName[] names =
        addresses.stream()
            .map(address -> new GeneralName(GeneralName.iPAddress, address))
            .toArray(GeneralName[]::new);
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
                  name,
                  new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                  Date.from(now.minus(BACKDATED)),
                  Date.from(now.plus(LIFE)),
                  name,
                  pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      byte[] der = builder.build(Keys.signer(pair.getPrivate())).getEncoded();
      X509Certificate certificate = Certificates.decode(der);
      return new Identity(pair.getPrivate(), List.of(certificate));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
