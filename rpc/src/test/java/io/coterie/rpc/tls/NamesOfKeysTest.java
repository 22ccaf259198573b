package io.coterie.rpc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.testing.TestAuthority;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.Test;

class NamesOfKeysTest {

  /** The P-256 key of RFC 7517, A.1; its names below were computed with Python's hashlib. */
  private static final String SPKI =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D7gS2XpJFbZi"
          + "ItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIw==";

  @Test
  void aPeerIsNamedByItsKey() throws Exception {
    PeerId id = PeerId.of(fixedKey());
    assertThat(id.value()).isEqualTo("kg4ujtp2krguymttvjv7gudclj65ko53njyxemtu6u4ldgrao5qa");
    assertThat(id.authority()).isEqualTo(id + ".peers.coterie.internal");
    assertThatThrownBy(() -> new PeerId("abc")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theThumbprintFollowsRfc7638() throws Exception {
    assertThat(Thumbprint.of(fixedKey())).isEqualTo("cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
    assertThatThrownBy(() -> Thumbprint.of(p384().getPublic()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSubjectIsReadBackFromItsCertificate() {
    Identity identity = new TestAuthority().peer("Jürgen /peer/ & co");
    PeerSubject subject = PeerSubject.of(identity.certificate()).orElseThrow();
    assertThat(subject.user()).isEqualTo("Jürgen /peer/ & co");
    assertThat(subject.peerId()).isEqualTo(PeerId.of(identity.certificate().getPublicKey()));
    assertThat(PeerSubject.of(new TestAuthority().server("localhost").certificate())).isEmpty();
  }

  @Test
  void aSubjectInAnotherFormIsNone() {
    String id = "a".repeat(52);
    assertThat(PeerSubject.parse("coterie://user/bob/peer/" + id)).isPresent();
    assertThat(PeerSubject.parse("coterie://user/b%6Fb/peer/" + id)).isEmpty();
    assertThat(PeerSubject.parse("coterie://user/b%zz/peer/" + id)).isEmpty();
    assertThat(PeerSubject.parse("coterie://user/bob/peer/" + id + "/x")).isEmpty();
    assertThat(PeerSubject.parse("https://user/bob/peer/" + id)).isEmpty();
  }

  @Test
  void aSigningRequestProvesItsKey() throws Exception {
    KeyPair pair = Keys.generate();
    byte[] request = Keys.signingRequest(pair);
    assertThat(Keys.keyOf(request).getEncoded()).isEqualTo(pair.getPublic().getEncoded());
    assertThat(PeerKey.of(Keys.keyOf(request))).isEqualTo(PeerKey.of(pair.getPublic()));

    byte[] stolen = request.clone();
    byte[] other = Keys.generate().getPublic().getEncoded();
    int at = indexOf(stolen, pair.getPublic().getEncoded());
    System.arraycopy(other, 0, stolen, at, other.length);
    assertThat(new JcaPKCS10CertificationRequest(stolen)).isNotNull();
    assertThatThrownBy(() -> Keys.keyOf(stolen)).hasMessageContaining("not signed");
    assertThatThrownBy(() -> Keys.keyOf(Keys.signingRequest(p384()))).hasMessageContaining("P-256");
    assertThatThrownBy(() -> Keys.keyOf(new byte[] {1, 2, 3})).hasMessageContaining("PKCS #10");
    assertThatThrownBy(() -> Keys.keyOf(new byte[0])).hasMessageContaining("PKCS #10");
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("the key is not in the request");
  }

  private static KeyPair p384() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    return generator.generateKeyPair();
  }

  private static PublicKey fixedKey() throws Exception {
    return KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(SPKI)));
  }
}
