package io.coterie.peer.serve;

import static io.coterie.peer.serve.ServeFixture.GRANT_LIFE;
import static io.coterie.peer.serve.ServeFixture.GROUP;
import static io.coterie.peer.serve.ServeFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.Hash;
import io.coterie.peer.store.Sample;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.GetPieceHashesRequest;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.WatchPiecesRequest;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, by each of the three methods. */
final class AccessTest {
  @TempDir Path folder;

  private final ServeFixture peer = new ServeFixture();
  private final Sample sample = new Sample(300_000);
  private final Sample other = new Sample(200_000);
  private ContentId id;

  @BeforeEach
  void share() throws Exception {
    id = new ContentId(GROUP, sample.hashes().root());
    peer.catalog.add(sample.share(folder.resolve("a"), GROUP, "a"));
    peer.catalog.add(other.share(folder.resolve("b"), "g-2", "b"));
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  @TestFactory
  Stream<DynamicTest> refusesEveryGrantButAGoodOne() throws Exception {
    return hostile().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      String name = entry.getKey();
                      ErrorReason reason =
                          ErrorReason.valueOf(
                              "ERROR_REASON_" + name.substring(0, name.indexOf(':')));
                      assertEachSays(peer.bob, entry.getValue(), id, reason);
                      assertThat(peer.streams.count()).isZero();
                    }));
  }

  private Map<String, String> hostile() throws Exception {
    String good = peer.grant(peer.bob);
    JWSHeader header = Issuer.header().build();
    JWTClaimsSet claims = claims().build();
    Map<String, String> grants = new LinkedHashMap<>();
    grants.put("GRANT_MISSING: none", "");
    grants.put("GRANT_INVALID: garbage", "garbage");
    grants.put("GRANT_INVALID: three empty parts", "..");
    grants.put("GRANT_INVALID: long garbage", "a.".repeat(2000));
    grants.put("GRANT_INVALID: cut off", good.substring(0, good.length() - 3));
    grants.put("GRANT_INVALID: without signature", good.substring(0, good.lastIndexOf('.') + 1));
    grants.put("GRANT_INVALID: zero signature", zeroSignature(good));
    grants.put(
        "GRANT_INVALID: alg none",
        new PlainJWT(
                new PlainHeader.Builder().type(new JOSEObjectType(Issuer.TYPE)).build(), claims)
            .serialize());
    grants.put(
        "GRANT_INVALID: HS256 keyed with the public key",
        Issuer.sign(
            new MACSigner(peer.issuer.publicKey().getEncoded()),
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType(Issuer.TYPE))
                .keyID(Issuer.KEY_ID)
                .build(),
            claims));
    Issuer stranger = new Issuer();
    grants.put("GRANT_INVALID: another key", stranger.sign(header, claims));
    grants.put(
        "GRANT_INVALID: another key, sent along",
        stranger.sign(
            Issuer.header()
                .keyID("k-2")
                .jwk(new ECKey.Builder(Curve.P_256, stranger.publicKey()).build())
                .build(),
            claims));
    grants.put(
        "GRANT_INVALID: unknown key id",
        peer.issuer.sign(Issuer.header().keyID("k-2").build(), claims));
    grants.put(
        "GRANT_INVALID: no key id", peer.issuer.sign(Issuer.header().keyID(null).build(), claims));
    grants.put(
        "GRANT_INVALID: another type",
        peer.issuer.sign(Issuer.header().type(JOSEObjectType.JWT).build(), claims));
    grants.put(
        "GRANT_INVALID: another deployment",
        peer.issuer.sign(header, claims().issuer("d-2").build()));
    grants.put(
        "GRANT_INVALID: changed",
        good.replace(part(good, 1), part(peer.grant(ServeFixture.caller("bob")), 1)));
    for (String claim : new String[] {"sub", "grp", "ver", "cnf", "exp", "iss"}) {
      grants.put(
          "GRANT_INVALID: without " + claim,
          peer.issuer.sign(header, claims().claim(claim, null).build()));
    }
    grants.put(
        "GRANT_INVALID: version in words",
        peer.issuer.sign(header, claims().claim("ver", "seven").build()));
    grants.put(
        "GRANT_INVALID: confirmation in words",
        peer.issuer.sign(header, claims().claim("cnf", "me").build()));
    grants.put(
        "GRANT_EXPIRED: just now",
        peer.issuer.sign(
            header, Issuer.claims("bob", GROUP, 7, peer.bob.keyThumbprint(), NOW).build()));
    grants.put(
        "GRANT_MISMATCH: another group",
        peer.issuer.sign(header, claims().claim("grp", "g-2").build()));
    grants.put(
        "GRANT_MISMATCH: another user",
        peer.issuer.sign(header, claims().subject("alice").build()));
    grants.put("GRANT_MISMATCH: another key", peer.grant(ServeFixture.caller("bob")));
    return grants;
  }

  @Test
  void refusesGrantsOfAnEndedMembership() {
    String old = peer.grant(peer.bob, 7);
    peer.revocations.raise(GROUP, "bob", 8);

    assertEachSays(peer.bob, old, id, ErrorReason.ERROR_REASON_GRANT_REVOKED);
    assertThat(peer.blocking(peer.bob).getPieceHashes(hashes(peer.grant(peer.bob, 8), id)))
        .isNotNull();
  }

  @Test
  void refusesStrangers() {
    Failure failure =
        Failure.of(
            catchThrowable(
                () ->
                    ChunkServiceGrpc.newBlockingStub(peer.stranger())
                        .getPieceHashes(hashes(peer.grant(peer.bob), id))));

    assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_CERTIFICATE_MISSING);
  }

  @Test
  void saysTheSameOfContentElsewhereAndOfNone() {
    ContentId elsewhere = new ContentId(GROUP, other.hashes().root());
    ContentId nowhere = new ContentId(GROUP, Hash.parse("ab".repeat(32)));
    String grant = peer.grant(peer.bob);

    assertEachSays(peer.bob, grant, elsewhere, ErrorReason.ERROR_REASON_CONTENT_NOT_SERVED);
    assertThat(read(peer.bob, grant, elsewhere)).isEqualTo(read(peer.bob, grant, nowhere));
    peer.catalog.clear();
    assertEachSays(peer.bob, grant, id, ErrorReason.ERROR_REASON_CONTENT_NOT_SERVED);
  }

  @Test
  void judgesByTheTrackersClock() {
    String grant = peer.grant(peer.bob);
    peer.timers.advance(GRANT_LIFE.minusMillis(1));
    assertThat(peer.blocking(peer.bob).getPieceHashes(hashes(grant, id))).isNotNull();

    peer.timers.advance(Duration.ofMillis(1));
    assertEachSays(peer.bob, grant, id, ErrorReason.ERROR_REASON_GRANT_EXPIRED);
  }

  private JWTClaimsSet.Builder claims() {
    return Issuer.claims("bob", GROUP, 7, peer.bob.keyThumbprint(), NOW.plusSeconds(60));
  }

  private static String part(String jwt, int index) {
    return jwt.split("\\.", -1)[index];
  }

  private static String zeroSignature(String jwt) {
    return jwt.substring(0, jwt.lastIndexOf('.') + 1) + "A".repeat(86);
  }

  private void assertEachSays(
      CertificateCaller caller, String grant, ContentId content, ErrorReason reason) {
    assertThat(
            Failure.of(
                    catchThrowable(
                        () -> peer.blocking(caller).getPieceHashes(hashes(grant, content))))
                .reason())
        .isEqualTo(reason);
    assertThat(
            Failure.of(
                    catchThrowable(
                        () ->
                            peer.blocking(caller)
                                .watchPieces(
                                    WatchPiecesRequest.newBuilder()
                                        .setGrant(grant)
                                        .setContent(ServeFixture.key(content))
                                        .build())
                                .next()))
                .reason())
        .isEqualTo(reason);
    assertThat(read(caller, grant, content).reason()).isEqualTo(reason);
  }

  private static GetPieceHashesRequest hashes(String grant, ContentId content) {
    return GetPieceHashesRequest.newBuilder()
        .setGrant(grant)
        .setContent(ServeFixture.key(content))
        .setPieceCount(1)
        .build();
  }

  private Failure read(CertificateCaller caller, String grant, ContentId content) {
    ReadClient client = ReadClient.open(peer.channel(caller));
    client.send(
        ReadPiecesRequest.newBuilder()
            .setGrant(grant)
            .setContent(ServeFixture.key(content))
            .addPieces(ReadClient.piece(0))
            .build());
    client.request(1);
    return client.end().orElseThrow();
  }
}
