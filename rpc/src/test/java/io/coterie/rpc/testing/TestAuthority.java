package io.coterie.rpc.testing;

import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.PeerSubject;
import io.coterie.rpc.tls.TrustAnchors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/** A certificate authority for tests, with certificates as trackers and peers have them. */
public final class TestAuthority {

  private static final X500Principal NAME = new X500Principal("CN=test authority");

  private final KeyPair keys = Keys.generate();
  private final X509Certificate certificate = sign(NAME, keys.getPublic(), true, List.of());
  private long serial;

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Trusts this authority. */
  public TrustAnchors anchors() {
    return TrustAnchors.of(List.of(certificate));
  }

  /** The identity of a server with these host names and IP addresses; the authority comes last. */
  public Identity server(String... hosts) {
    return issue(
        Keys.generate(),
        Arrays.stream(hosts)
            .map(
                host ->
                    new GeneralName(
                        IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName,
                        host))
            .toList());
  }

  /** The identity of a user's peer, with the subject and the authority of its id. */
  public Identity peer(String user) {
    KeyPair pair = Keys.generate();
    return issue(pair, peerNames(user, PeerId.of(pair.getPublic())));
  }

  /** The chain for a peer's key as a tracker issues it, good for the time given. */
  public List<X509Certificate> certify(PublicKey key, String user, Instant begin, Instant end) {
    List<GeneralName> names = peerNames(user, PeerId.of(key));
    return List.of(sign(new X500Principal("CN=test"), key, false, names, begin, end), certificate);
  }

  private static List<GeneralName> peerNames(String user, PeerId peerId) {
    return List.of(
        new GeneralName(
            GeneralName.uniformResourceIdentifier, new PeerSubject(user, peerId).toUri()),
        new GeneralName(GeneralName.dNSName, peerId.authority()));
  }

  private Identity issue(KeyPair pair, List<GeneralName> names) {
    X509Certificate issued = sign(new X500Principal("CN=test"), pair.getPublic(), false, names);
    return new Identity(pair.getPrivate(), List.of(issued, certificate));
  }

  private X509Certificate sign(
      X500Principal subject, PublicKey key, boolean authority, List<GeneralName> names) {
    Instant now = Instant.now();
    Duration hour = Duration.ofHours(1);
    return sign(subject, key, authority, names, now.minus(hour), now.plus(hour));
  }

  private X509Certificate sign(
      X500Principal subject,
      PublicKey key,
      boolean authority,
      List<GeneralName> names,
      Instant begin,
      Instant end) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              NAME, BigInteger.valueOf(++serial), Date.from(begin), Date.from(end), subject, key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      return new JcaX509CertificateConverter()
          .setProvider(Keys.provider())
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder(Keys.SIGNATURE)
                      .setProvider(Keys.provider())
                      .build(keys.getPrivate())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException | CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
