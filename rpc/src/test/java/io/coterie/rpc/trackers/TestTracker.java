package io.coterie.rpc.trackers;

import io.coterie.peer.v1.ControlServiceGrpc;
import io.coterie.peer.v1.LogoutRequest;
import io.coterie.peer.v1.LogoutResponse;
import io.coterie.rpc.attempt.PreviousAttempts;
import io.coterie.rpc.auth.ControlCaller;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.v1.Auth;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.CreateUserResponse;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.LoginResponse;
import io.coterie.tracker.v1.PresenceServiceGrpc;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.Tick;
import io.grpc.Context;
import io.grpc.InsecureServerCredentials;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server on loopback that answers calls as the test says, and remembers them. */
final class TestTracker implements AutoCloseable {

  enum Behaviour {
    ANSWER,
    REFUSE,
    STORE_DOWN,
    HOLD
  }

  /** One call as the server saw it. */
  record Seen(
      String requestId,
      int previousAttempts,
      Context context,
      StreamObserver<CreateUserResponse> observer) {

    void refuse() {
      observer.onError(taken());
    }

    void refuse(ErrorReason reason) {
      observer.onError(new Refusal(reason, "not now"));
    }
  }

  final List<Seen> calls = new CopyOnWriteArrayList<>();
  final List<StreamObserver<LoginResponse>> logins = new CopyOnWriteArrayList<>();
  final List<Context> attached = new CopyOnWriteArrayList<>();
  volatile Behaviour behaviour = Behaviour.ANSWER;

  private final HostPort address;
  private @Nullable RpcServer server;

  private TestTracker(HostPort listen) {
    RpcServer started = start(listen);
    server = started;
    address = started.address();
  }

  static TestTracker started() {
    return new TestTracker(new HostPort("127.0.0.1", 0));
  }

  HostPort address() {
    return address;
  }

  RpcServer server() {
    if (server == null) {
      throw new IllegalStateException("not running");
    }
    return server;
  }

  /** Ends at once, as when killed. */
  void kill() {
    server().close();
    server = null;
  }

  void restart() {
    server = start(address);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  private RpcServer start(HostPort listen) {
    return new RpcServerBuilder(listen, InsecureServerCredentials.create())
        .service(new Accounts())
        .service(new Sessions())
        .service(new Control())
        .service(new Presence())
        .authenticate(Auth.AUTH_CONTROL, (headers, attributes) -> new ControlCaller())
        .authenticate(
            Auth.AUTH_SESSION,
            (headers, attributes) -> new SessionCaller("a", "a", "s", Optional.empty()))
        .start();
  }

  private final class Accounts extends AccountServiceGrpc.AccountServiceImplBase {
    @Override
    public void createUser(CreateUserRequest request, StreamObserver<CreateUserResponse> observer) {
      calls.add(
          new Seen(request.getRequestId(), PreviousAttempts.count(), Context.current(), observer));
      switch (behaviour) {
        case ANSWER -> answer(observer);
        case REFUSE -> throw taken();
        case STORE_DOWN ->
            throw new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, "the store is down");
        case HOLD -> {
          // The test ends the call.
        }
      }
    }
  }

  static Refusal taken() {
    return new Refusal(ErrorReason.ERROR_REASON_USER_EXISTS, "taken");
  }

  void answer(StreamObserver<CreateUserResponse> observer) {
    observer.onNext(CreateUserResponse.newBuilder().setUser(address.toString()).build());
    observer.onCompleted();
  }

  private final class Sessions extends SessionServiceGrpc.SessionServiceImplBase {
    @Override
    public void login(LoginRequest request, StreamObserver<LoginResponse> observer) {
      logins.add(observer);
    }
  }

  private final class Control extends ControlServiceGrpc.ControlServiceImplBase {
    @Override
    public void logout(LogoutRequest request, StreamObserver<LogoutResponse> observer) {
      observer.onNext(LogoutResponse.newBuilder().setUser(address.toString()).build());
      observer.onCompleted();
    }
  }

  private final class Presence extends PresenceServiceGrpc.PresenceServiceImplBase {
    @Override
    public StreamObserver<AttachRequest> attach(StreamObserver<AttachResponse> responses) {
      attached.add(Context.current());
      responses.onNext(AttachResponse.newBuilder().setTick(Tick.getDefaultInstance()).build());
      return new StreamObserver<>() {
        @Override
        public void onNext(AttachRequest request) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
          responses.onCompleted();
        }
      };
    }
  }
}
