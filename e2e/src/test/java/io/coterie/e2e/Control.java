package io.coterie.e2e;

import io.coterie.peer.store.PeerHome;
import io.coterie.peer.v1.ControlServiceGrpc;
import io.coterie.peer.v1.ControlServiceGrpc.ControlServiceBlockingStub;
import io.coterie.peer.v1.ExplainTransferRequest;
import io.coterie.peer.v1.ListTransfersRequest;
import io.coterie.peer.v1.SourceReport;
import io.coterie.peer.v1.Transfer;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.auth.ControlFile;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustAnchors;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Looks at a daemon by its control service, which costs no process as a shell does. */
final class Control implements AutoCloseable {

  private final ManagedChannel channel;
  private final BearerToken token;

  private Control(ManagedChannel channel, BearerToken token) {
    this.channel = channel;
    this.token = token;
  }

  static Control of(Path coterieHome, String address) {
    try {
      ControlFile file =
          ControlFile.read(PeerHome.folderOf(coterieHome, address).resolve("control"));
      TrustAnchors itself = TrustAnchors.of(Pem.readCertificates(file.certificate()));
      return new Control(
          NettyChannelBuilder.forAddress(
                  "127.0.0.1", file.port(), Tls.client(new SwitchableTrustManager(itself)))
              .build(),
          new BearerToken(file.token()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one download of the file {@code name}. */
  Transfer transfer(String name) {
    List<Transfer> found =
        calls().listTransfers(ListTransfersRequest.getDefaultInstance()).getTransfersList().stream()
            .filter(transfer -> transfer.getName().equals(name))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " downloads of " + name);
    }
    return found.get(0);
  }

  /** What is known of the sources of the download of {@code name}. */
  List<SourceReport> sources(String name) {
    ExplainTransferRequest request =
        ExplainTransferRequest.newBuilder().setTransferId(transfer(name).getTransferId()).build();
    return calls().explainTransfer(request).getSourcesList();
  }

  /** Waits until {@code percent} of the file are verified. */
  void awaitPercent(String name, int percent) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> transfer(name), t -> t.getVerifiedBytes() * 100 >= t.getSize() * percent);
  }

  private ControlServiceBlockingStub calls() {
    return ControlServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(token.toCallCredentials())
        .withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
