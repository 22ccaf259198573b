package io.coterie.peer.control;

import io.coterie.peer.v1.ControlServiceGrpc;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.auth.ControlFile;
import io.coterie.rpc.auth.ControlTokenAuthenticator;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.MethodExecutors;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.v1.Auth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

/**
 * Offers ControlService on a free port of the loopback interface, and writes the file by which a
 * shell of the same user finds it. The file is deleted on {@link #close}.
 */
public final class ControlServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int TOKEN_BYTES = 32;
  private static final int THREADS = 8;
  private static final int MAX_QUEUED = 256;
  private static final Duration DRAIN = Duration.ofMillis(500);

  private final RpcServer server;
  private final Path file;

  private ControlServer(RpcServer server, Path file) {
    this.server = server;
    this.file = file;
  }

  /**
   * Starts to serve.
   *
   * @param identity what the server shows, good for 127.0.0.1
   * @param file the control file to write; the certificate goes beside it
   * @throws IOException when one of the files cannot be written
   */
  public static ControlServer start(ControlGrpcService service, Identity identity, Path file)
      throws IOException {
    Path certificate = file.resolveSibling("control.crt");
    Pem.writeCertificates(certificate, identity.chain());
    BearerToken token = newToken();
    RpcServer server =
        new RpcServerBuilder(
                new HostPort(LOOPBACK, 0), Tls.server(new SwitchableKeyManager(identity)))
            .service(service)
            .authenticate(Auth.AUTH_CONTROL, new ControlTokenAuthenticator(token))
            .executors(
                MethodExecutors.pool(
                    "control",
                    THREADS,
                    MAX_QUEUED,
                    Set.of(ControlServiceGrpc.getWatchEventsMethod().getFullMethodName())))
            .start();
    try {
      new ControlFile(server.port(), token.secret(), certificate.toAbsolutePath()).write(file);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    return new ControlServer(server, file);
  }

  private static BearerToken newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new BearerToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Deletes the file, and ends the server; calls that run are given half a second. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    server.drain(DRAIN);
  }
}
