package io.coterie.e2e.attack;

import static io.coterie.e2e.attack.Refused.assertNotConnected;
import static io.coterie.e2e.attack.Refused.assertRefused;
import static io.grpc.Status.Code.NOT_FOUND;
import static io.grpc.Status.Code.PERMISSION_DENIED;
import static io.grpc.Status.Code.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.coterie.e2e.Content;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Keys;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers, liars and thieves at the port of a peer that serves. */
class ChunkPortIT {

  @TempDir private static Path root;
  private static ChunkPort port;
  private static Mint stolen;
  private static Chunks proper;

  @BeforeAll
  static void serve() throws Exception {
    port = new ChunkPort(root);
    stolen = Mint.stolen(port.house().home().resolve("tracker"));
    proper = port.asMallory();
  }

  @AfterAll
  static void close() {
    port.close();
  }

  /** Every attack below differs from this in one thing. */
  @Test
  void aMemberWithItsOwnCertificateAndGrantIsServed() {
    assertThat(proper.hashes().size()).isEqualTo(32);
    proper.read();
    proper.watch();
  }

  @Test
  void noCertificate() {
    everyCallIsRefused(
        UNAUTHENTICATED, "CERTIFICATE_MISSING", proper.over(port.connect(Optional.empty())));
  }

  @Test
  void aCertificateOfAnotherAuthority() throws Exception {
    KeyPair keys = Keys.generate();
    String uri = Mint.uri("mallory", keys);
    notConnected("UNKNOWN_CA", stolen.forged().identity(keys, uri, ago(1), in(1)));
  }

  @Test
  void aCertificateThatHasRunOut() throws Exception {
    KeyPair keys = Keys.generate();
    notConnected(
        "CERTIFICATE_EXPIRED", stolen.identity(keys, Mint.uri("mallory", keys), ago(48), ago(24)));
  }

  @Test
  void aCertificateThatIsNotYetValid() throws Exception {
    KeyPair keys = Keys.generate();
    notConnected(
        "CERTIFICATE_EXPIRED", stolen.identity(keys, Mint.uri("mallory", keys), in(1), in(24)));
  }

  @Test
  void aCertificateThatNamesAnotherPeersKey() throws Exception {
    String other = "coterie://user/mallory/peer/" + port.mallory().key().peerId();
    Identity odd = stolen.identity(Keys.generate(), other, ago(1), in(1));
    everyCallIsRefused(
        UNAUTHENTICATED, "CERTIFICATE_MISSING", proper.over(port.connect(Optional.of(odd))));
  }

  @Test
  void anothersGrantWithCarolsOwnCertificate() {
    Account carol = Account.register(port.wire().tracker(1), "carol");
    Chunks theft = proper.over(port.connect(Optional.of(carol.identity())));
    everyCallIsRefused(PERMISSION_DENIED, "GRANT_MISMATCH", theft);
  }

  @Test
  void theSameUsersGrantOfAnotherPeer() {
    Account second = Account.login(port.wire().tracker(1), port.mallory().user(), Account.PASSWORD);
    everyCallIsRefused(
        PERMISSION_DENIED,
        "GRANT_MISMATCH",
        proper.over(port.connect(Optional.of(second.identity()))));
  }

  @Test
  void noGrant() {
    everyCallIsRefused(UNAUTHENTICATED, "GRANT_MISSING", proper.with(""));
  }

  @Test
  void aGrantForAnotherGroup() {
    port.mallory().creates("mallorys");
    everyCallIsRefused(
        PERMISSION_DENIED, "GRANT_MISMATCH", proper.with(port.mallory().grant("mallorys")));
  }

  @Test
  void aGrantForTheCallersOwnGroupGivesNoContentOfAnother() {
    port.mallory().creates("mallorys-too");
    Chunks own =
        proper
            .with(port.mallory().grant("mallorys-too"))
            .of(Chunks.content(port.mallory().groupId("mallorys-too"), proper.content().getRoot()));
    everyCallIsRefused(NOT_FOUND, "CONTENT_NOT_SERVED", own);
  }

  @Test
  void aGrantThatHasRunOut() throws Exception {
    JWTClaimsSet past =
        new JWTClaimsSet.Builder(claims())
            .issueTime(Date.from(ago(2)))
            .expirationTime(Date.from(ago(1)))
            .build();
    everyCallIsRefused(UNAUTHENTICATED, "GRANT_EXPIRED", proper.with(stolen.grant(header(), past)));
  }

  @Test
  void aGrantSignedByAnotherKeyUnderTheSameKeyId() throws Exception {
    invalid(stolen.forged().grant(header(), claims()));
  }

  @Test
  void aGrantSignedByAnUnknownKeyId() throws Exception {
    invalid(stolen.grant(Mint.header(JWSAlgorithm.ES256, "unknown").build(), claims()));
    invalid(
        stolen.grant(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(Mint.GRANT_TYPE))
                .build(),
            claims()));
  }

  @Test
  void aGrantWithoutSignature() throws Exception {
    invalid(new PlainJWT(claims()).serialize());
    String[] parts = proper.grant().split("\\.", -1);
    invalid(parts[0] + "." + parts[1] + ".");
    invalid(parts[0] + "." + parts[1]);
  }

  @Test
  void aGrantWithThePublicKeyAsSharedSecret() throws Exception {
    byte[] publicKey =
        TrustServiceGrpc.newBlockingStub(port.wire().tracker(1))
            .getTrustBundle(GetTrustBundleRequest.getDefaultInstance())
            .getGrantKeys(0)
            .getPublicKey()
            .toByteArray();
    JWSHeader symmetric = Mint.header(JWSAlgorithm.HS256, keyId()).build();
    invalid(Mint.sign(new MACSigner(publicKey), symmetric, claims()));
  }

  @Test
  void aGrantWhoseClaimsWereChanged() throws Exception {
    String[] parts = proper.grant().split("\\.", -1);
    String claims =
        new JWTClaimsSet.Builder(claims()).claim("ver", 999).build().toPayload().toBase64URL() + "";
    invalid(parts[0] + "." + claims + "." + parts[2]);
  }

  @Test
  void aTokenOfAnotherType() throws Exception {
    JWSHeader other =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("JWT"))
            .keyID(keyId())
            .build();
    invalid(stolen.grant(other, claims()));
  }

  @Test
  void aGrantOfAnotherDeploymentOrWithoutKey() throws Exception {
    invalid(stolen.grant(header(), new JWTClaimsSet.Builder(claims()).issuer("elsewhere").build()));
    invalid(stolen.grant(header(), new JWTClaimsSet.Builder(claims()).claim("cnf", null).build()));
    invalid(
        stolen.grant(header(), new JWTClaimsSet.Builder(claims()).claim("cnf", Map.of()).build()));
  }

  @Test
  void somethingThatIsNoGrantAtAll() {
    invalid("x");
    invalid("..");
    invalid("e30.e30.e30");
  }

  @Test
  void aGrantOfAMembershipThatHasEnded() {
    Account bob = port.join("bob");
    Chunks before =
        new Chunks(
            port.connect(Optional.of(bob.identity())), bob.grant(ChunkPort.GROUP), port.content());
    before.read();
    port.alice().run("remove_member g bob").ok();
    becomesRefused(before);

    bob.asksToJoin(ChunkPort.GROUP);
    port.alice().run("accept_request g bob").ok();
    everyCallIsRefused(PERMISSION_DENIED, "GRANT_REVOKED", before);
    before.with(bob.grant(ChunkPort.GROUP)).read();
  }

  @Test
  void whatExistsIsNotToldToWhoMayNotHaveIt() {
    ByteString nothing = ByteString.copyFrom(new byte[32]);
    Chunks absent = proper.of(Chunks.content(proper.content().getGroupId(), nothing));
    Chunks elsewhere = proper.of(Chunks.content("no-such-group", nothing));
    for (String grant : List.of("", "x")) {
      assertThat(answer(absent.with(grant))).isEqualTo(answer(proper.with(grant)));
    }
    assertThat(answer(elsewhere)).isEqualTo(answer(proper.of(elsewhere.content())));
    Chunks anonymous = proper.over(port.connect(Optional.empty()));
    assertThat(answer(anonymous.of(absent.content()))).isEqualTo(answer(anonymous));
    everyCallIsRefused(NOT_FOUND, "CONTENT_NOT_SERVED", absent);
  }

  @Test
  void aFileThatIsNotSharedAnyMore() {
    Path file = Content.random(port.house().files().resolve("withdrawn.bin"), ChunkPort.SIZE, 2);
    port.alice().share(file, ChunkPort.GROUP);
    Chunks chunks = proper.of(port.content("withdrawn.bin"));
    chunks.read();
    port.alice().run("stop_share g withdrawn.bin").ok();
    everyCallIsRefused(NOT_FOUND, "CONTENT_NOT_SERVED", chunks);
  }

  private static void everyCallIsRefused(Code code, String reason, Chunks chunks) {
    for (ThrowingCallable call : calls(chunks)) {
      assertRefused(code, reason, call);
    }
  }

  private static void invalid(String grant) {
    everyCallIsRefused(UNAUTHENTICATED, "GRANT_INVALID", proper.with(grant));
  }

  private static void notConnected(String alert, Identity shown) {
    for (ThrowingCallable call : calls(proper.over(port.connect(Optional.of(shown))))) {
      assertNotConnected(alert, call);
    }
  }

  private static void becomesRefused(Chunks chunks) {
    Waits.await()
        .untilAsserted(() -> everyCallIsRefused(PERMISSION_DENIED, "GRANT_REVOKED", chunks));
  }

  private static Failure answer(Chunks chunks) {
    return Failure.of(org.assertj.core.api.Assertions.catchThrowable(chunks::hashes));
  }

  private static List<ThrowingCallable> calls(Chunks chunks) {
    return List.of(chunks::hashes, chunks::watch, chunks::read);
  }

  private static JWSHeader header() throws Exception {
    return Mint.header(JWSAlgorithm.ES256, keyId()).build();
  }

  private static String keyId() throws Exception {
    return SignedJWT.parse(proper.grant()).getHeader().getKeyID();
  }

  private static JWTClaimsSet claims() throws Exception {
    return SignedJWT.parse(proper.grant()).getJWTClaimsSet();
  }

  private static Instant ago(int hours) {
    return Instant.now().minus(Duration.ofHours(hours));
  }

  private static Instant in(int hours) {
    return Instant.now().plus(Duration.ofHours(hours));
  }
}
