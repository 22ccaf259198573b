package io.coterie.bench.load;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.MethodExecutors;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SelfSigned;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.v1.Auth;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.ListSourcesResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server as a tracker's, with its interceptors and its pools, whose calls do nothing. */
final class EmptyServer implements AutoCloseable {

  /** As the tracker has them. */
  private static final int THREADS = 64;

  private static final int READ_THREADS = 4;

  private static final int WAITING = 1024;

  private final RpcServer server;

  private EmptyServer(RpcServer server) {
    this.server = server;
  }

  /** Serves, and writes the certificate to trust to {@code authority}. */
  static EmptyServer start(HostPort listen, Path authority) throws IOException {
    Identity identity = SelfSigned.forAddresses(List.of(listen.host()), Instant.now());
    SwitchableKeyManager keys = new SwitchableKeyManager();
    keys.switchTo(identity);
    Pem.writeCertificates(authority, identity.chain());
    return new EmptyServer(
        new RpcServerBuilder(listen, Tls.server(keys))
            .executors(
                MethodExecutors.pool("call", THREADS, WAITING, Set.of())
                    .reading("read", READ_THREADS, THREADS, WAITING))
            .logCalls()
            .authenticate(
                Auth.AUTH_SESSION,
                (headers, attributes) -> new SessionCaller("any", "any", "any", Optional.empty()))
            .service(new Nothing())
            .start());
  }

  HostPort address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Nothing extends FileServiceGrpc.FileServiceImplBase {
    @Override
    public void listSources(
        ListSourcesRequest request, StreamObserver<ListSourcesResponse> observer) {
      observer.onNext(ListSourcesResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }
}
