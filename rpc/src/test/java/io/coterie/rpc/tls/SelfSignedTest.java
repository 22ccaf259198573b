package io.coterie.rpc.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfSignedTest {
  @Test
  void vouchesForItselfUnderItsAddresses() throws Exception {
    Instant now = Instant.parse("2026-06-01T00:00:00Z");
    Identity identity = SelfSigned.forAddresses(List.of("127.0.0.1", "::1"), now);
    X509Certificate certificate = identity.certificate();

    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity(Date.from(now.minusSeconds(60)));
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
  }

  @Test
  void aPrivateKeyGivesItsPairBack() {
    for (int i = 0; i < 20; i++) {
      KeyPair pair = Keys.generate();
      assertThat(Keys.pairOf(pair.getPrivate()).getPublic()).isEqualTo(pair.getPublic());
    }
  }
}
