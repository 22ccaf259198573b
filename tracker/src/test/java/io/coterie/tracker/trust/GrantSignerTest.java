package io.coterie.tracker.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.Thumbprint;
import io.coterie.tracker.group.Grant;
import io.coterie.tracker.group.GrantClaims;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GrantSignerTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  @Test
  void saysWhoMayReadWhatWithWhichKey() throws Exception {
    GrantKey key = newKey();
    Grant grant =
        new GrantSigner("deployment", signing(key), () -> NOW.plusMillis(700))
            .issue(new GrantClaims("alice", "g1", 7, "thumb"));
    SignedJWT jwt = SignedJWT.parse(grant.token());

    assertThat(jwt.verify(new ECDSAVerifier(key.publicKey()))).isTrue();
    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    assertThat(jwt.getHeader().getKeyID()).isEqualTo(Thumbprint.of(key.publicKey()));
    assertThat(jwt.getJWTClaimsSet().getClaims())
        .isEqualTo(
            Map.of(
                "iss",
                "deployment",
                "sub",
                "alice",
                "grp",
                "g1",
                "ver",
                7L,
                "cnf",
                Map.of("jkt", "thumb"),
                "iat",
                Date.from(NOW),
                "exp",
                Date.from(NOW.plus(Duration.ofMinutes(5)))));
    assertThat(grant.expireTime()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  void theFirstOfSeveralKeysSigns() throws Exception {
    GrantKey first = newKey();
    Grant grant =
        new GrantSigner("deployment", signing(first, newKey()), () -> NOW)
            .issue(new GrantClaims("alice", "g1", 7, "thumb"));

    assertThat(SignedJWT.parse(grant.token()).getHeader().getKeyID()).isEqualTo(first.keyId());
  }

  @Test
  void anotherKeyVerifiesNothing() throws Exception {
    Grant grant =
        new GrantSigner("deployment", signing(newKey()), () -> NOW)
            .issue(new GrantClaims("alice", "g1", 7, "thumb"));

    assertThat(SignedJWT.parse(grant.token()).verify(new ECDSAVerifier(newKey().publicKey())))
        .isFalse();
  }

  @Test
  void itsTextShowsNoSecret() {
    GrantKey key = newKey();

    assertThat(key.toString()).isEqualTo("GrantKey[" + key.keyId() + "]");
  }

  private static Supplier<Trust> signing(GrantKey... keys) {
    CertificateAuthority authority = CertificateAuthority.selfSigned(Keys.generate(), NOW);
    Trust trust =
        new Trust(authority, List.of(authority.certificate()), List.of(keys), Optional.empty());
    return () -> trust;
  }

  private static GrantKey newKey() {
    KeyPair pair = Keys.generate();
    return new GrantKey((ECPrivateKey) pair.getPrivate(), (ECPublicKey) pair.getPublic());
  }
}
