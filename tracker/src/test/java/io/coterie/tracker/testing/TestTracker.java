package io.coterie.tracker.testing;

import com.google.protobuf.ByteString;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.testing.InProcess;
import io.coterie.rpc.testing.ManualScheduler;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.rpc.v1.Auth;
import io.coterie.tracker.account.Argon2id;
import io.coterie.tracker.account.Passwords;
import io.coterie.tracker.app.DomainServices;
import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.store.Store;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.LoginResponse;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * The services of one tracker behind the production interceptors, on a real store: a SQLite file,
 * or PostgreSQL with {@link OnPostgres}.
 */
public final class TestTracker implements AutoCloseable {

  /** Everybody's password. */
  public static final String PASSWORD = "correct horse";

  /** As the real thing, at a fraction of its cost. */
  public static final Argon2id CHEAP = new Argon2id(64, 1, 1);

  private final MovableClock clock;
  private final Store store;
  private final DomainServices domain;
  private final InProcess server;

  /** A tracker on a store in the folder; several may share it. */
  public TestTracker(Path folder) {
    this(folder, new MovableClock(), true);
  }

  public TestTracker(Path folder, MovableClock clock, boolean registrationOpen) {
    this.clock = clock;
    store = TestStores.open(folder, clock);
    TestAuthority authority = new TestAuthority(clock);
    domain =
        new DomainServices(
            store,
            authority,
            authority,
            registrationOpen,
            new Passwords(CHEAP, 2, Duration.ofSeconds(20)),
            clock);
    server =
        InProcess.serve(
            Map.of(Auth.AUTH_SESSION, domain.authenticator()),
            domain.services().toArray(new BindableService[0]));
  }

  public MovableClock clock() {
    return clock;
  }

  public Store store() {
    return store;
  }

  public DomainServices domain() {
    return domain;
  }

  /** Counts how long requests take to arrive; see {@link InProcess#requestTimer}. */
  public ManualScheduler requestTimer() {
    return server.requestTimer();
  }

  /** A channel without credentials. */
  public Channel channel() {
    return server.channel();
  }

  /** Creates the account. */
  public void register(String name) {
    var unused =
        AccountServiceGrpc.newBlockingStub(channel())
            .createUser(
                CreateUserRequest.newBuilder()
                    .setRequestId(Actor.id())
                    .setUser(name)
                    .setPassword(PASSWORD)
                    .build());
  }

  /** Creates the account and logs in from a new peer. */
  public Actor joins(String name) {
    register(name);
    return logsIn(name, Keys.generate());
  }

  /** Logs in from the peer with the key. */
  public Actor logsIn(String name, KeyPair key) {
    LoginResponse response = login(name, PASSWORD, ByteString.copyFrom(Keys.signingRequest(key)));
    return actor(response, PeerKey.of(key.getPublic()));
  }

  /** Logs in without a peer; the actor's peer is one that nobody knows. */
  public Actor logsInWithoutPeer(String name) {
    return actor(login(name, PASSWORD, ByteString.EMPTY), PeerKey.of(Keys.generate().getPublic()));
  }

  /** Calls Login. */
  public LoginResponse login(String name, String password, ByteString signingRequest) {
    return SessionServiceGrpc.newBlockingStub(channel())
        .login(
            LoginRequest.newBuilder()
                .setUser(name)
                .setPassword(password)
                .setCertificateSigningRequest(signingRequest)
                .build());
  }

  /** A channel that sends a session's token to this tracker. */
  public Channel channel(String token) {
    ClientInterceptor credentials =
        new ClientInterceptor() {
          @Override
          public <Q, A> ClientCall<Q, A> interceptCall(
              MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return next.newCall(
                method, options.withCallCredentials(new BearerToken(token).toCallCredentials()));
          }
        };
    return ClientInterceptors.intercept(channel(), credentials);
  }

  /** Has a peer attached for as long as its tracker's lease of five seconds. */
  public void attaches(Actor actor, String... endpoints) {
    String tracker = UUID.randomUUID().toString();
    store.write(
        tx -> {
          SqlTx sql = SqlTx.of(tx);
          sql.update(
              "insert into tracker_lease (tracker_id, started_at, expires_at) values (?, ?, ?)",
              tracker,
              sql.nowMillis(),
              sql.nowMillis() + 5_000);
          return sql.update(
              "insert into presence (user_key, peer_id, attach_id, session_id, tracker_id,"
                  + " endpoints, attached_at) values (?, ?, ?, ?, ?, ?, ?)",
              actor.name(),
              actor.peer().peerId().value(),
              UUID.randomUUID().toString(),
              actor.sessionId(),
              tracker,
              String.join("\n", endpoints),
              sql.nowMillis());
        });
  }

  /** How many rows a query counts. */
  public long count(String sql, Object... arguments) {
    return store.read(
        tx -> SqlTx.of(tx).first(sql, row -> row.getLong(1), arguments).orElseThrow());
  }

  private Actor actor(LoginResponse response, PeerKey peer) {
    return new Actor(
        response.getSession().getUser(),
        response.getSessionToken(),
        response.getSession().getSessionId(),
        peer,
        channel(response.getSessionToken()));
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}
