package io.coterie.peer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.coterie.peer.trust.TrackerClock;
import io.coterie.peer.trust.TrustBundle;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.v1.ErrorReason;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Grants of any header, claims and signature. None is accepted but one that the right key has
 * signed; and of those, none whose header or claims do not say, word by word, what a grant says.
 */
public final class GrantFuzzTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Set<ErrorReason> REASONS =
      EnumSet.of(
          ErrorReason.ERROR_REASON_GRANT_MISSING,
          ErrorReason.ERROR_REASON_GRANT_INVALID,
          ErrorReason.ERROR_REASON_GRANT_EXPIRED);

  private static final KeyPair KEYS = Keys.generate();
  private static final GrantVerifier VERIFIER = verifier();

  @Corpus
  void holds(byte[] input) throws Exception {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    FuzzInput fuzz = new FuzzInput(input);
    switch (fuzz.below(3)) {
      case 0 -> assertThat(verify(fuzz.text())).as("nobody has signed this").isEmpty();
      case 1 -> {
        byte[] header = fuzz.block();
        byte[] signature = fuzz.bytes(64);
        String signed = Base64URL.encode(header) + "." + Base64URL.encode(fuzz.rest());
        assertThat(verify(signed + "." + Base64URL.encode(signature))).isEmpty();
      }
      default -> signed(fuzz.block(), fuzz.rest());
    }
  }

  private static void signed(byte[] header, byte[] claims) throws Exception {
    String content = Base64URL.encode(header) + "." + Base64URL.encode(claims);
    Base64URL signature =
        new ECDSASigner((ECPrivateKey) KEYS.getPrivate())
            .sign(
                new JWSHeader.Builder(Issuer.header().build()).build(),
                content.getBytes(StandardCharsets.US_ASCII));
    Optional<Grant> accepted = verify(content + "." + signature);
    if (accepted.isEmpty()) {
      return;
    }
    Grant grant = accepted.get();
    Map<String, Object> head = json(header);
    assertThat(head.get("alg")).isEqualTo("ES256");
    assertThat(String.valueOf(head.get("typ"))).isEqualToIgnoringCase(Issuer.TYPE);
    assertThat(head.get("kid")).isEqualTo(Issuer.KEY_ID);
    assertThat(head).as("extensions that are not understood").doesNotContainKey("crit");
    Map<String, Object> said = json(claims);
    assertThat(said.get("iss")).isEqualTo(Issuer.DEPLOYMENT);
    assertThat(said.get("sub")).isEqualTo(grant.user());
    assertThat(said.get("grp")).isEqualTo(grant.groupId());
    assertThat(said.get("ver"))
        .isInstanceOfSatisfying(
            Number.class, version -> assertThat(version.longValue()).isEqualTo(grant.version()));
    assertThat(said.get("cnf"))
        .isInstanceOfSatisfying(
            Map.class, cnf -> assertThat(cnf.get("jkt")).isEqualTo(grant.keyThumbprint()));
    assertThat(grant.expireTime()).isAfter(NOW);
  }

  private static Map<String, Object> json(byte[] text) throws Exception {
    return JSONObjectUtils.parse(new String(text, StandardCharsets.UTF_8));
  }

  private static Optional<Grant> verify(String text) {
    try {
      return Optional.of(VERIFIER.verify(text));
    } catch (Refusal refused) {
      assertThat(refused.reason()).isIn(REASONS);
      return Optional.empty();
    }
  }

  private static GrantVerifier verifier() {
    TrackerClock clock = new TrackerClock(() -> 0);
    clock.set(NOW);
    TrustBundle trust =
        new TrustBundle(
            Issuer.DEPLOYMENT,
            List.of(new TestAuthority().certificate()),
            Map.of(Issuer.KEY_ID, (ECPublicKey) KEYS.getPublic()));
    return new GrantVerifier(() -> Optional.of(trust), clock);
  }
}
