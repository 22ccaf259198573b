package io.coterie.tracker.app;

import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsException;
import io.coterie.rpc.server.ConnectionLimits;
import io.coterie.rpc.server.ListenException;
import io.coterie.rpc.server.MethodExecutors;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.v1.Auth;
import io.coterie.tracker.account.Passwords;
import io.coterie.tracker.sql.SqlDeployments;
import io.coterie.tracker.store.Store;
import io.coterie.tracker.store.StoreUnusableException;
import io.coterie.tracker.trust.LiveTrust;
import io.coterie.tracker.trust.ServingIdentity;
import io.coterie.tracker.trust.SharedKeys;
import io.coterie.tracker.trust.TrustException;
import io.coterie.tracker.trust.TrustFolder;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.ServerBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A running tracker. Thread-safe. */
public final class Tracker implements AutoCloseable {

  /**
   * How old a connection gets: less than the shortest stay of an attach stream, so that a peer that
   * is asked to attach anew does so over a new connection, which a load balancer leads anywhere.
   */
  private static final Duration CONNECTION_AGE = Duration.ofMinutes(40);

  /** How much longer for the attach stream on it: more than the longest stay. */
  private static final Duration CONNECTION_GRACE = Duration.ofMinutes(80);

  /** More than wait for passwords at a time, so that a flood of logins leaves some for others. */
  private static final int CALL_THREADS = 64;

  /** For calls that only read: as many as either store reads with at a time. */
  private static final int READ_THREADS = 4;

  private static final int WAITING_CALLS = 1024;

  /** Beside those of attached peers, as of shells. */
  private static final int OTHER_CONNECTIONS = 1024;

  /** How long attached peers have to go elsewhere, and then running calls to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Set<String> WITHOUT_BLOCKING = Set.of(TrustServiceGrpc.SERVICE_NAME);

  private final Store store;
  private final TrackerServices services;
  private final RpcServer server;
  private final Readiness readiness;
  private final Housekeeping housekeeping;
  private final Operations operations;

  private Tracker(
      Store store,
      TrackerServices services,
      RpcServer server,
      Readiness readiness,
      Housekeeping housekeeping,
      Operations operations) {
    this.store = store;
    this.services = services;
    this.server = server;
    this.readiness = readiness;
    this.housekeeping = housekeeping;
    this.operations = operations;
  }

  /**
   * Opens the store, makes or loads the deployment's keys, and serves.
   *
   * @throws StartException when it cannot
   */
  public static Tracker start(TrackerSettings settings, InstantSource clock) {
    try {
      Operations operations = Operations.open(settings.operations());
      try {
        return start(settings, clock, operations);
      } catch (RuntimeException e) {
        operations.close();
        throw e;
      }
    } catch (ListenException | OperationsException | StoreUnusableException | TrustException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Tracker start(
      TrackerSettings settings, InstantSource clock, Operations operations) {
    LiveTrust trust = LiveTrust.open(folder(settings), clock);
    Store store = settings.store().open();
    try {
      return start(settings, clock, operations, trust, store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static Tracker start(
      TrackerSettings settings,
      InstantSource clock,
      Operations operations,
      LiveTrust trust,
      Store store) {
    TrackerServices services =
        new TrackerServices(
            operations.timed(store),
            store,
            trust,
            clock,
            new Passwords(),
            settings.registrationOpen(),
            settings.capacity());
    if (settings.store() instanceof StoreLocation.Cluster) {
      trust.agree(new SharedKeys(store, new SqlDeployments()));
    }
    ServingIdentity identity = new ServingIdentity(trust, certifiedNames(settings), clock);
    MethodExecutors calls =
        MethodExecutors.pool("call", CALL_THREADS, WAITING_CALLS, WITHOUT_BLOCKING)
            .reading("read", READ_THREADS, CALL_THREADS, WAITING_CALLS);
    RpcServer server = serve(settings, identity.keys(), services, calls, operations::instrument);
    Readiness readiness = new Readiness(server, operations);
    try {
      services.presence().start(readiness::storeAnswers);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    Housekeeping housekeeping = new Housekeeping();
    housekeeping.clean(store, services.cleaning());
    housekeeping.refresh(trust, identity);
    housekeeping.compare(trust, readiness::keysAgree);
    operations.show(store::load, services.presence(), calls);
    if (operations.wantsCensus()) {
      operations.showCensus(housekeeping.count(store));
    }
    readiness.storeAnswers(true);
    return new Tracker(store, services, server, readiness, housekeeping, operations);
  }

  private static TrustFolder folder(TrackerSettings settings) {
    return settings
        .trust()
        .map(TrustFolder::supplied)
        .orElseGet(() -> TrustFolder.own(settings.home().folder()));
  }

  private static RpcServer serve(
      TrackerSettings settings,
      SwitchableKeyManager identity,
      TrackerServices services,
      MethodExecutors calls,
      Consumer<ServerBuilder<?>> meters) {
    // Even behind one address, as of a load balancer, all that may attach can, and shells besides.
    ConnectionLimits connections =
        ConnectionLimits.of(2 * (settings.capacity().peers() + OTHER_CONNECTIONS));
    RpcServerBuilder builder =
        new RpcServerBuilder(settings.listen(), Tls.server(identity))
            .connections(connections)
            .maxConnectionAge(CONNECTION_AGE, CONNECTION_GRACE)
            .authenticate(Auth.AUTH_SESSION, services.authenticator())
            .executors(calls)
            .instrument(meters)
            .logCalls();
    services.all().forEach(builder::service);
    return builder.start();
  }

  private static List<String> certifiedNames(TrackerSettings settings) {
    List<String> names = new ArrayList<>(settings.names());
    names.add(0, settings.entry().host());
    if (!settings.listen().resolve().getAddress().isAnyLocalAddress()) {
      names.add(1, settings.listen().host());
    }
    return names;
  }

  /** Where it listens. */
  public HostPort address() {
    return server.address();
  }

  /**
   * Leaves in an orderly way: says that it is leaving, has its peers attach elsewhere, lets running
   * calls end, and gives everything back. Blocks for a few seconds at most.
   */
  @Override
  public void close() {
    readiness.leave();
    // Before peers are asked to go: behind one address, as a Service's, a new connection is what
    // leads them to another tracker.
    server.turnAway();
    try {
      services.presence().drain(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.drain(PATIENCE);
    services.presence().close();
    housekeeping.close();
    store.close();
    operations.close();
  }
}
