package io.coterie.peer.testing;

import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.testing.TestAuthority;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A fake deployment's one tracker on a real socket, ticking every 200 ms. */
public final class TlsTracker implements AutoCloseable {
  private final RpcServer server;
  private final SwitchableKeyManager shown;
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
  private final Path trackerInfo;
  private final Path caFile;

  /** Starts; writes trackerinfo.txt and the authority's certificate into {@code folder}. */
  public TlsTracker(FakeDeployment deployment, Path folder) throws IOException {
    shown = new SwitchableKeyManager(deployment.authority().server("127.0.0.1"));
    RpcServerBuilder builder =
        new RpcServerBuilder(new HostPort("127.0.0.1", 0), Tls.server(shown));
    deployment.authenticators().forEach(builder::authenticate);
    deployment.services().forEach(builder::service);
    server = builder.start();
    Future<?> unused =
        ticker.scheduleAtFixedRate(deployment.presence()::tick, 200, 200, TimeUnit.MILLISECONDS);
    trackerInfo = Files.writeString(folder.resolve("trackerinfo.txt"), server.address() + "\n");
    caFile = folder.resolve("ca.pem");
    Pem.writeCertificates(caFile, List.of(deployment.authority().certificate()));
  }

  /** Shows a certificate of this authority from now on. */
  public void show(TestAuthority authority) {
    shown.switchTo(authority.server("127.0.0.1"));
  }

  /** The file that names the tracker. */
  public Path trackerInfo() {
    return trackerInfo;
  }

  /** The certificate to trust. */
  public Path caFile() {
    return caFile;
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    server.close();
  }
}
