package io.coterie.peer.app;

import com.google.common.io.Closer;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.coterie.peer.content.FileHasher;
import io.coterie.peer.control.ControlGrpcService;
import io.coterie.peer.control.ControlServer;
import io.coterie.peer.control.Events;
import io.coterie.peer.control.Logins;
import io.coterie.peer.control.PeerParts;
import io.coterie.peer.control.PeerStatus;
import io.coterie.peer.control.PeerTls;
import io.coterie.peer.control.Presence;
import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.limit.RateLimit;
import io.coterie.peer.limit.TransferLimits;
import io.coterie.peer.metrics.PeerFigures;
import io.coterie.peer.serve.AccessControl;
import io.coterie.peer.serve.ChunkGrpcService;
import io.coterie.peer.serve.DeliveryLog;
import io.coterie.peer.serve.GrantVerifier;
import io.coterie.peer.serve.ServeContext;
import io.coterie.peer.serve.ServingStreams;
import io.coterie.peer.serve.UploadSlots;
import io.coterie.peer.serve.Uploads;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.store.PeerHome;
import io.coterie.peer.tracker.KnownDeployment;
import io.coterie.peer.tracker.TrackerClient;
import io.coterie.peer.trust.Revocations;
import io.coterie.peer.trust.TrackerClock;
import io.coterie.peer.wire.FrameBuffers;
import io.coterie.peer.wire.FrameCounts;
import io.coterie.peer.wire.FrameMarshaller;
import io.coterie.rpc.auth.CertificateAuthenticator;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.flow.ByteBudget;
import io.coterie.rpc.log.ProcessLog;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsException;
import io.coterie.rpc.operations.OperationsPorts;
import io.coterie.rpc.server.ListenException;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.SelfSigned;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.rpc.trackers.TrackerChannel;
import io.coterie.rpc.trackers.TrackerInfo;
import io.coterie.rpc.trackers.TrackerInfoException;
import io.coterie.rpc.v1.Auth;
import io.coterie.tracker.v1.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running peer: its parts wired together, opened in order and closed in reverse. */
public final class PeerProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeerProcess.class);
  private static final int BACKGROUND_THREADS = 4;

  /** How often files of trusted authorities are looked at. */
  private static final long TRUST_SECONDS = 10;

  private static final long IDLE_BUFFER_BYTES = 32L << 20;

  /** How many bytes may lie ready in full frames for peers that have not taken them. */
  private static final long SEND_AHEAD_BYTES = 32L << 20;

  private static final Duration DRAIN = Duration.ofSeconds(1);
  private static final Duration THREADS_END = Duration.ofSeconds(5);

  private final PeerSettings settings;
  private final Closer closer = Closer.create();
  private HostPort listening;

  private PeerProcess(PeerSettings settings) {
    this.settings = settings;
    this.listening = settings.listen();
  }

  /**
   * Starts a peer: takes its home, binds its port and offers its control service. Nobody is logged
   * in and nothing is served yet. Needs no tracker.
   *
   * @throws PeerStartException when the peer cannot start; nothing is left running
   */
  public static PeerProcess start(PeerSettings settings) {
    PeerProcess process = new PeerProcess(settings);
    try {
      process.open();
      return process;
    } catch (TrackerInfoException | ListenException | OperationsException | Refusal e) {
      process.close();
      throw new PeerStartException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      process.close();
      throw new PeerStartException(HomeProblem.explain(e, settings.coterieHome()), e);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private void open() throws IOException {
    TrackerInfo info = TrackerInfo.read(settings.trackerInfo());
    TrustSource source =
        new TrustSource(settings.caFile(), info.caFingerprints(), settings.coterieHome());
    settings.caFile().ifPresent(file -> source.resolve());
    PeerHome home =
        closer.register(PeerHome.open(settings.coterieHome(), settings.listen().toString()));
    ProcessLog.start();
    if (settings.operations().logsJson()) {
      ProcessLog.jsonToStandardOutput();
    } else {
      ProcessLog.toFile(home.folder().resolve("log"), "peer");
    }
    OperationsPorts operations = OperationsPorts.open(settings.operations(), "peer");
    closer.register(operations::close);

    ScheduledExecutorService attaching = threads("attach", 1);
    ScheduledExecutorService background = threads("background", BACKGROUND_THREADS);
    ScheduledExecutorService timer = threads("timer", 1);
    Identity anonymous = SelfSigned.forAddresses(List.of("127.0.0.1"), Instant.now());
    PeerTls tls = new PeerTls(anonymous, source);
    Future<?> unused =
        background.scheduleWithFixedDelay(
            tls::refresh, TRUST_SECONDS, TRUST_SECONDS, TimeUnit.SECONDS);
    TrackerClock clock = new TrackerClock(System::nanoTime);
    Revocations revocations = new Revocations(System::nanoTime);
    Catalog catalog = new Catalog();
    DeliveryLog deliveries = new DeliveryLog();
    Uploads uploads = new Uploads(deliveries);
    TransferLimits upLimits = new TransferLimits(new RateLimit(System::nanoTime), System::nanoTime);
    FrameCounts counts = new FrameCounts();
    FrameBuffers buffers = new FrameBuffers(IDLE_BUFFER_BYTES);
    FrameMarshaller frames = new FrameMarshaller(buffers, counts);
    AccessControl access =
        new AccessControl(new GrantVerifier(tls::bundle, clock), revocations, catalog);
    ServeContext serving =
        new ServeContext(
            access,
            new ServingStreams(access, catalog, revocations, clock, timer),
            upLimits,
            new UploadSlots(upLimits.all(), timer),
            uploads,
            new ByteBudget(SEND_AHEAD_BYTES),
            frames,
            timer,
            System::nanoTime);
    RpcServer server = serve(tls, serving, operations);
    listening = server.address();

    TrackerChannel channel = TrackerChannel.to(info, Tls.client(tls.trackers()));
    closer.register(channel::close);
    FetchResources fetch = FetchResources.start(new RateLimit(System::nanoTime), frames);
    closer.register(fetch::close);
    FileHasher hasher = new FileHasher(Runtime.getRuntime().availableProcessors());
    closer.register(hasher::close);
    TrackerClient trackers =
        new TrackerClient(
            new GrpcTrackers(channel, info.entries(), new Random()),
            new KnownDeployment(home.folder().resolve("deployment"), source),
            clock,
            revocations,
            attaching,
            System::nanoTime,
            new SecureRandom());
    PeerParts parts =
        new PeerParts(
            home,
            trackers,
            tls,
            catalog,
            new Presence(List.of(endpoint()), catalog, deliveries),
            revocations,
            hasher,
            fetch,
            new Events(timer, System::nanoTime),
            timer,
            background);
    Logins logins = new Logins(parts, operations::setReady);
    closer.register(logins::close);
    if (operations.metrics().isPresent()) {
      PeerFigures figures = new PeerFigures(operations.metrics().get().instruments());
      figures.serving(serving, catalog);
      figures.receiving(fetch, counts);
      figures.memory(serving, fetch, buffers);
      figures.user(logins, server);
    }
    PeerStatus status =
        new PeerStatus(
            Version.current(), listening, advertised(), fetch, counts, uploads, upLimits);
    closer.register(
        ControlServer.start(new ControlGrpcService(logins, parts, status), anonymous, controlFile())
            ::close);
    log.info("listening on {}, advertising {}", listening, advertised());
  }

  private RpcServer serve(PeerTls tls, ServeContext serving, OperationsPorts operations) {
    RpcServerBuilder builder =
        new RpcServerBuilder(settings.listen(), Tls.server(tls.identity(), tls.peers()))
            .service(new ChunkGrpcService(serving))
            .authenticate(Auth.AUTH_CERTIFICATE, new CertificateAuthenticator())
            .maxMessage(ChunkGrpcService.MAX_REQUEST_BYTES)
            .instrument(operations::instrument);
    if (settings.operations().logsJson()) {
      builder.logCalls();
    }
    RpcServer server = builder.start();
    closer.register(() -> server.drain(DRAIN));
    return server;
  }

  private ScheduledExecutorService threads(String name, int count) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            count, new ThreadFactoryBuilder().setNameFormat(name + "-%d").setDaemon(true).build());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    closer.register(() -> MoreExecutors.shutdownAndAwaitTermination(executor, THREADS_END));
    return executor;
  }

  private Endpoint endpoint() {
    HostPort address = settings.advertise().orElse(listening);
    String host = settings.advertise().isEmpty() && isWildcard() ? "" : address.host();
    return Endpoint.newBuilder().setHost(host).setPort(address.port()).build();
  }

  private String advertised() {
    return settings
        .advertise()
        .map(HostPort::toString)
        .orElse(isWildcard() ? ":" + listening.port() : listening.toString());
  }

  private boolean isWildcard() {
    return settings.listen().resolve().getAddress().isAnyLocalAddress();
  }

  /** Where the peer listens, with the port it was given when the settings said 0. */
  public HostPort listening() {
    return listening;
  }

  /** The file that tells a shell how to reach the control service; see {@code ControlFile}. */
  public Path controlFile() {
    return settings.controlFile();
  }

  /** Stops serving, keeps partial downloads, releases the home. May be called twice. */
  @Override
  public void close() {
    try {
      closer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the peer did not close cleanly", e);
    }
  }
}
