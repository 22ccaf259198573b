package io.coterie.peer.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.limit.RateLimit;
import io.coterie.peer.limit.TransferLimits;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.trust.Revocations;
import io.coterie.peer.trust.TrackerClock;
import io.coterie.peer.trust.TrustBundle;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.ContentKey;
import io.coterie.peer.wire.FrameBuffers;
import io.coterie.peer.wire.FrameCounts;
import io.coterie.peer.wire.FrameMarshaller;
import io.coterie.peer.wire.PieceFrame;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.flow.ByteBudget;
import io.coterie.rpc.testing.InProcess;
import io.coterie.rpc.testing.ManualScheduler;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerKey;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The serving side of a peer in-process, behind the production interceptors. Owns the time. */
final class ServeFixture implements AutoCloseable {
  static final String GROUP = "g-1";
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final Duration GRANT_LIFE = Duration.ofMinutes(5);
  static final long VERSION = 7;
  static final TestAuthority AUTHORITY = new TestAuthority();

  static final long AHEAD = 16L * PieceFrame.MAX_DATA;

  final ManualScheduler timers = new ManualScheduler();
  final Issuer issuer = new Issuer();
  final TrackerClock clock = new TrackerClock(timers::nanoTime);
  final Revocations revocations = new Revocations(timers::nanoTime);
  final Catalog catalog = new Catalog();
  final RateLimit limit = new RateLimit(timers::nanoTime);
  final TransferLimits limits = new TransferLimits(limit, timers::nanoTime);
  final UploadSlots slots = new UploadSlots(limit, timers);
  final DeliveryLog deliveries = new DeliveryLog();
  final Uploads uploads = new Uploads(deliveries);
  final CertificateCaller bob = caller("bob");
  final FrameBuffers buffers = new FrameBuffers(4L * FrameBuffers.SIZE);
  final ByteBudget ahead = new ByteBudget(AHEAD);
  final FrameMarshaller frames = new FrameMarshaller(buffers, new FrameCounts());
  final ServingStreams streams;
  final ChunkGrpcService service;
  private final InProcess server;

  ServeFixture() {
    clock.set(NOW);
    TrustBundle trust =
        new TrustBundle(
            Issuer.DEPLOYMENT,
            List.of(AUTHORITY.certificate()),
            Map.of(Issuer.KEY_ID, issuer.publicKey()));
    AccessControl access =
        new AccessControl(new GrantVerifier(() -> Optional.of(trust), clock), revocations, catalog);
    streams = new ServingStreams(access, catalog, revocations, clock, timers);
    service =
        new ChunkGrpcService(
            new ServeContext(
                access, streams, limits, slots, uploads, ahead, frames, timers, timers::nanoTime));
    server = InProcess.serve(service);
  }

  static CertificateCaller caller(String user) {
    PeerKey key = PeerKey.of(Keys.generate().getPublic());
    return new CertificateCaller(user, key.peerId(), key.thumbprint());
  }

  static ContentKey key(ContentId id) {
    return ContentKey.newBuilder()
        .setGroupId(id.groupId())
        .setRoot(ByteString.copyFrom(id.root().asByteBuffer()))
        .build();
  }

  /** A grant that lasts {@link #GRANT_LIFE} from now. */
  String grant(CertificateCaller caller) {
    return grant(caller, VERSION);
  }

  String grant(CertificateCaller caller, long version) {
    return issuer.sign(
        Issuer.header().build(),
        Issuer.claims(
                caller.user(),
                GROUP,
                version,
                caller.keyThumbprint(),
                clock.instant().plus(GRANT_LIFE))
            .build());
  }

  ChunkServiceGrpc.ChunkServiceBlockingStub blocking(CertificateCaller caller) {
    return ChunkServiceGrpc.newBlockingStub(server.channel(caller));
  }

  Channel channel(CertificateCaller caller) {
    return server.channel(caller);
  }

  Channel stranger() {
    return server.channel();
  }

  @Override
  public void close() {
    server.close();
    await().untilAsserted(() -> assertThat(buffers.lent()).as("buffers still lent").isZero());
    assertThat(ahead.taken()).as("budget still taken").isZero();
    timers.shutdownNow();
  }
}
