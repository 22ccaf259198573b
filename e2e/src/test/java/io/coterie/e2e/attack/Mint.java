package io.coterie.e2e.attack;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.PeerSubject;
import io.coterie.rpc.tls.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/** An authority in the attacker's hands: certificates and grants as no tracker issues them. */
final class Mint {

  static final String GRANT_TYPE = "coterie-grant+jwt";

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final PrivateKey grantKey;

  private Mint(PrivateKey key, X509Certificate certificate, PrivateKey grantKey) {
    this.key = key;
    this.certificate = certificate;
    this.grantKey = grantKey;
  }

  /** The deployment's own authority, out of a tracker's folder. */
  static Mint stolen(Path folder) throws IOException {
    return new Mint(
        Pem.readKey(folder.resolve("ca.key")),
        Pem.readCertificates(folder.resolve("ca.crt")).get(0),
        Pem.readKey(folder.resolve("grant.key")));
  }

  /** An authority under the same name, with keys of its own. */
  Mint forged() throws IOException {
    KeyPair pair = Keys.generate();
    X500Principal name = certificate.getSubjectX500Principal();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.TEN,
            certificate.getNotBefore(),
            certificate.getNotAfter(),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    X509Certificate root =
        Certificates.decode(builder.build(Keys.signer(pair.getPrivate())).getEncoded());
    return new Mint(pair.getPrivate(), root, Keys.generate().getPrivate());
  }

  /** An identity for a key, good for the time given. */
  Identity identity(KeyPair pair, String uri, Instant begin, Instant end) throws IOException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            certificate.getSubjectX500Principal(),
            BigInteger.TWO,
            Date.from(begin),
            Date.from(end),
            new X500Principal("CN=attacker"),
            pair.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    X509Certificate leaf = Certificates.decode(builder.build(Keys.signer(key)).getEncoded());
    return new Identity(pair.getPrivate(), List.of(leaf, certificate));
  }

  /** What a peer's certificate says of a key and a user. */
  static String uri(String user, KeyPair pair) {
    return new PeerSubject(user, PeerId.of(pair.getPublic())).toUri();
  }

  /** A grant with some claims, signed by this mint's key as if it were in force. */
  String grant(JWSHeader header, JWTClaimsSet claims) throws JOSEException {
    return sign(new ECDSASigner((ECPrivateKey) grantKey), header, claims);
  }

  static String sign(JWSSigner signer, JWSHeader header, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  static JWSHeader.Builder header(JWSAlgorithm algorithm, String keyId) {
    return new JWSHeader.Builder(algorithm).type(new JOSEObjectType(GRANT_TYPE)).keyID(keyId);
  }
}
