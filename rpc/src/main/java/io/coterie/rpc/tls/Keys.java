package io.coterie.rpc.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** P-256 keys and the signing requests for them. */
public final class Keys {

  /** The signature algorithm of everything that a P-256 key signs here. */
  public static final String SIGNATURE = "SHA256withECDSA";

  /**
   * Reads what the platform's own providers do not. Not registered with the platform, and made at
   * its first use, as that takes longer than most of a start.
   */
  private static final class BouncyCastle {
    static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
  }

  private static final String CURVE = "secp256r1";
  private static final ECParameterSpec P256 = p256();

  private Keys() {}

  /** The provider that Bouncy Castle's readers and converters need. */
  public static BouncyCastleProvider provider() {
    return BouncyCastle.PROVIDER;
  }

  /**
   * Signs with a P-256 key, by the platform's own provider.
   *
   * @throws IllegalArgumentException when the key cannot sign
   */
  public static ContentSigner signer(PrivateKey key) {
    try {
      return new JcaContentSignerBuilder(SIGNATURE).build(key);
    } catch (OperatorCreationException e) {
      throw new IllegalArgumentException("the key cannot sign", e);
    }
  }

  /** Makes a P-256 key pair. */
  public static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform cannot make P-256 keys", e);
    }
  }

  /**
   * The key pair of a private key, for a key that was stored alone.
   *
   * @throws IllegalArgumentException when it is no P-256 key
   */
  public static KeyPair pairOf(PrivateKey key) {
    if (!(key instanceof ECPrivateKey ec) || !isP256(ec.getParams())) {
      throw new IllegalArgumentException("the key is not on the curve P-256");
    }
    var point = CustomNamedCurves.getByName(CURVE).getG().multiply(ec.getS()).normalize();
    ECPoint w =
        new ECPoint(point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    try {
      return new KeyPair(
          KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, P256)), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key is not on the curve P-256", e);
    }
  }

  /** Makes a PKCS #10 signing request (DER) that proves possession of the key. */
  public static byte[] signingRequest(KeyPair pair) {
    try {
      return new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), pair.getPublic())
          .build(signer(pair.getPrivate()))
          .getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the public key of a signing request (DER) after checking its signature.
   *
   * @throws IllegalArgumentException with the reason when it is malformed, not for a P-256 key, or
   *     not signed with it
   */
  public static PublicKey keyOf(byte[] signingRequest) {
    Optional<String> problem;
    try {
      JcaPKCS10CertificationRequest request =
          new JcaPKCS10CertificationRequest(signingRequest).setProvider(BouncyCastle.PROVIDER);
      PublicKey key = request.getPublicKey();
      problem = problem(request, key);
      if (problem.isEmpty()) {
        return key;
      }
    } catch (IOException
        | GeneralSecurityException
        | PKCSException
        | OperatorCreationException
        // Bouncy Castle's readers throw unchecked exceptions of many kinds on malformed input.
        | RuntimeException malformed) {
      throw new IllegalArgumentException(
          "the signing request is not a PKCS #10 request in DER", malformed);
    }
    throw new IllegalArgumentException("the signing request is not " + problem.get());
  }

  private static Optional<String> problem(JcaPKCS10CertificationRequest request, PublicKey key)
      throws OperatorCreationException, PKCSException {
    if (!(key instanceof ECPublicKey ec) || !isP256(ec.getParams())) {
      return Optional.of("for a P-256 key");
    }
    // Else one key would have several encodings, and so several peer ids.
    if (!SECObjectIdentifiers.secp256r1.equals(
        request.getSubjectPublicKeyInfo().getAlgorithm().getParameters())) {
      return Optional.of("for a key of a named curve; name secp256r1");
    }
    return request.isSignatureValid(
            new JcaContentVerifierProviderBuilder().setProvider(BouncyCastle.PROVIDER).build(key))
        ? Optional.empty()
        : Optional.of("signed with its own key");
  }

  static boolean isP256(ECParameterSpec curve) {
    return curve != null
        && curve.getCurve().getField().equals(P256.getCurve().getField())
        && curve.getCurve().getA().equals(P256.getCurve().getA())
        && curve.getCurve().getB().equals(P256.getCurve().getB())
        && curve.getGenerator().equals(P256.getGenerator())
        && curve.getOrder().equals(P256.getOrder())
        && curve.getCofactor() == P256.getCofactor();
  }

  private static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(CURVE));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform does not know P-256", e);
    }
  }
}
