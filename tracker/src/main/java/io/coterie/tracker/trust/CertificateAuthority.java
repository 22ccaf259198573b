package io.coterie.tracker.trust;

import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/**
 * The authority of a deployment: it signs the certificates of trackers and peers. P-256 throughout.
 * Any thread may call.
 */
public final class CertificateAuthority {

  private static final Duration LIFE = Duration.ofDays(3650);

  /** How far certificates reach back, for clocks that are a little behind. */
  private static final Duration BACKDATE = Duration.ofMinutes(5);

  private static final int SERIAL_BITS = 127;
  private static final int NAME_CHARACTERS = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final List<X509Certificate> chain;

  /**
   * The authority of a key.
   *
   * @param chain the certificate of that key first, one that peers trust last, each issued by the
   *     next; the caller knows that they match
   */
  CertificateAuthority(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.certificate = chain.get(0);
    this.chain = List.copyOf(chain);
  }

  /** Makes an authority of a key, which certifies itself for ten years from {@code now}. */
  static CertificateAuthority selfSigned(KeyPair pair, Instant now) {
    PublicKey key = pair.getPublic();
    String shortId = PeerId.of(key).value().substring(0, NAME_CHARACTERS);
    X500Name name = commonName("Coterie CA " + shortId);
    try {
      X509v3CertificateBuilder builder = builder(name, name, key, now, now.plus(LIFE));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return new CertificateAuthority(pair.getPrivate(), List.of(sign(builder, pair.getPrivate())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The certificate at the end of its chain, which peers trust; often its own. */
  X509Certificate root() {
    return chain.get(chain.size() - 1);
  }

  /**
   * A certificate that it issued, with those that vouch for it; one that peers trust comes last.
   */
  public List<X509Certificate> chainOf(X509Certificate issued) {
    List<X509Certificate> whole = new ArrayList<>(chain);
    whole.add(0, issued);
    return List.copyOf(whole);
  }

  /**
   * Certifies a key.
   *
   * @param subject the P-256 key to certify
   * @param template what the certificate says; it never outlives the authority's own
   * @param now the tracker's clock
   */
  X509Certificate issue(PublicKey subject, CertificateTemplate template, Instant now) {
    Instant wanted = now.plus(template.life());
    Instant last = certificate.getNotAfter().toInstant();
    try {
      X509v3CertificateBuilder builder =
          builder(
              X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
              commonName(template.commonName()),
              subject,
              now,
              wanted.isAfter(last) ? last : wanted);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(template.usages().toArray(KeyPurposeId[]::new)));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(template.names().toArray(GeneralName[]::new)));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          extensions().createAuthorityKeyIdentifier(certificate.getPublicKey()));
      return sign(builder, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Instant now, Instant end)
      throws IOException {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS),
            Date.from(now.minus(BACKDATE)),
            Date.from(end),
            subject,
            SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    return builder.addExtension(
        Extension.subjectKeyIdentifier, false, extensions().createSubjectKeyIdentifier(key));
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
    try {
      return Certificates.decode(builder.build(Keys.signer(key)).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JcaX509ExtensionUtils extensions() {
    try {
      return new JcaX509ExtensionUtils();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no SHA-1", e);
    }
  }

  private static X500Name commonName(String text) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, text).build();
  }
}
