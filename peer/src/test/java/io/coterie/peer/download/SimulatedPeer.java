package io.coterie.peer.download;

import com.google.common.util.concurrent.MoreExecutors;
import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.fetch.Grant;
import io.coterie.peer.limit.RateLimit;
import io.coterie.peer.limit.TransferLimits;
import io.coterie.peer.serve.AccessControl;
import io.coterie.peer.serve.ChunkGrpcService;
import io.coterie.peer.serve.DeliveryLog;
import io.coterie.peer.serve.GrantVerifier;
import io.coterie.peer.serve.ServeContext;
import io.coterie.peer.serve.ServingStreams;
import io.coterie.peer.serve.UploadSlots;
import io.coterie.peer.serve.Uploads;
import io.coterie.peer.source.SourceInfo;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.trust.Revocations;
import io.coterie.peer.trust.TrackerClock;
import io.coterie.peer.wire.FrameBuffers;
import io.coterie.peer.wire.FrameCounts;
import io.coterie.peer.wire.FrameMarshaller;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.flow.ByteBudget;
import io.coterie.rpc.testing.InProcess;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A peer of a {@link SimulatedSwarm}: the real serving side and the real swarm of a download, but
 * no disk and no socket. What it sends in a second is bounded by its limit, as by a link.
 */
final class SimulatedPeer implements SourcePool.Listener, AutoCloseable {
  final SimulatedContent content;
  final RateLimit up;
  final RateLimit down;
  private final TransferLimits upLimits;
  final Uploads uploads = new Uploads(new DeliveryLog());
  private final SimulatedSwarm around;
  private final CertificateCaller self;
  private final String grant;
  private final FetchResources resources;
  private final InProcess server;
  private @Nullable SourcePool pool;
  private @Nullable Swarm swarm;
  long finished = -1;

  SimulatedPeer(SimulatedSwarm around, CertificateCaller self, SimulatedContent content) {
    this.around = around;
    this.self = self;
    this.content = content;
    up = new RateLimit(around.time::nanoTime);
    down = new RateLimit(around.time::nanoTime);
    upLimits = new TransferLimits(up, around.time::nanoTime);
    grant = around.grant(self);
    FrameMarshaller frames =
        new FrameMarshaller(new FrameBuffers(4L * FrameBuffers.SIZE), new FrameCounts());
    resources =
        new FetchResources(
            MoreExecutors.newDirectExecutorService(),
            around.time,
            around.time::nanoTime,
            down,
            frames);
    TrackerClock clock = new TrackerClock(around.time::nanoTime);
    clock.set(SimulatedSwarm.NOW);
    Revocations revocations = new Revocations(around.time::nanoTime);
    Catalog catalog = new Catalog();
    AccessControl access =
        new AccessControl(
            new GrantVerifier(() -> Optional.of(around.trust()), clock), revocations, catalog);
    ServingStreams streams = new ServingStreams(access, catalog, revocations, clock, around.time);
    catalog.add(content);
    UploadSlots slots = new UploadSlots(up, around.time);
    server =
        InProcess.serveDirectly(
            new ChunkGrpcService(
                new ServeContext(
                    access,
                    streams,
                    upLimits,
                    slots,
                    uploads,
                    new ByteBudget(32L << 20),
                    frames,
                    around.time,
                    around.time::nanoTime)));
  }

  SourceInfo info() {
    return new SourceInfo(self.user(), self.peerId(), List.of("127.0.0.1:1"), true);
  }

  CertificateCaller self() {
    return self;
  }

  Grant grant() {
    return new Grant(
        grant, SimulatedContent.GROUP_ID, SimulatedSwarm.NOW.plus(Duration.ofHours(1)));
  }

  InProcess server() {
    return server;
  }

  boolean isSource() {
    return content.held().count() > 0;
  }

  boolean isWhole() {
    return content.held().complete();
  }

  /** Limits what is received of the file. */
  void downOfFile(long bytesPerSecond) {
    resources.limits().set(content.id(), bytesPerSecond);
  }

  /** Limits what is sent of the file. */
  void upOfFile(long bytesPerSecond) {
    upLimits.set(content.id(), bytesPerSecond);
  }

  /** Begins to download. */
  void start(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Executor serial = resources.serial();
    SourcePool sources =
        new SourcePool(around.network(this), around.file(), resources, serial, random, this);
    pool = sources;
    swarm =
        new Swarm(
            sources,
            around.network(this).peers(),
            new SourceLink.Work(
                content.id(), content.hashes(), content, resources, serial, sources::renew),
            new BitSet(),
            random,
            this::changed);
    serial.execute(sources::start);
    Future<?> unused = resources.every(Duration.ofMillis(250), () -> serial.execute(this::tick));
  }

  @Override
  public void sourcesChanged() {
    if (swarm != null) {
      swarm.proceed();
    }
  }

  @Override
  public void grantRenewed(Grant renewed) {}

  @Override
  public void refused(String detail) {
    throw new AssertionError(detail);
  }

  private void changed() {
    if (isWhole() && finished < 0) {
      finished = around.time.nanoTime();
    }
  }

  private void tick() {
    if (pool != null && swarm != null && !swarm.result().isDone()) {
      pool.tick(swarm.connected() == 0);
      swarm.tick();
    } else if (swarm != null) {
      swarm.close();
    }
  }

  /** Goes offline without a word. */
  void die() {
    server.close();
  }

  @Override
  public void close() {
    if (swarm != null) {
      swarm.close();
    }
    server.close();
    resources.close();
  }
}
