package io.coterie.rpc.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.Corpus;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;

/** Signing requests that strangers send at login: only a P-256 key that signed its own passes. */
public final class SigningRequestFuzzTest {
  @Corpus
  void holds(byte[] input) throws Exception {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    PublicKey key;
    try {
      key = Keys.keyOf(input);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageStartingWith("the signing request is not");
      return;
    }
    PublicKey encoded =
        KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    assertThat(encoded.getEncoded()).as("in its only encoding").isEqualTo(key.getEncoded());
    assertThat(PeerKey.of(encoded)).isEqualTo(PeerKey.of(key));
    assertThat(PeerKey.of(key).peerId().value()).matches("[a-z2-7]{52}");
    assertThat(PeerKey.of(key).thumbprint()).matches("[A-Za-z0-9_-]{43}");
  }
}
