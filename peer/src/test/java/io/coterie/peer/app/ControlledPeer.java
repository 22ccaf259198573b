package io.coterie.peer.app;

import io.coterie.peer.testing.TlsTracker;
import io.coterie.peer.v1.ControlServiceGrpc;
import io.coterie.peer.v1.ControlServiceGrpc.ControlServiceBlockingStub;
import io.coterie.peer.v1.LoginRequest;
import io.coterie.peer.v1.LoginResponse;
import io.coterie.peer.v1.Share;
import io.coterie.peer.v1.ShareFileRequest;
import io.coterie.peer.v1.ShareFileResponse;
import io.coterie.peer.v1.StartDownloadRequest;
import io.coterie.peer.v1.Transfer;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.auth.ControlFile;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsSettings;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustAnchors;
import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A peer in this process, with a client of its control service. */
final class ControlledPeer implements AutoCloseable {
  private final PeerProcess process;
  private final ManagedChannel channel;
  private final BearerToken token;

  private ControlledPeer(PeerProcess process, ManagedChannel channel, BearerToken token) {
    this.process = process;
    this.channel = channel;
    this.token = token;
  }

  static PeerSettings settings(TlsTracker tracker, Path home) {
    return settings(tracker, home, OperationsSettings.NONE);
  }

  static PeerSettings settings(TlsTracker tracker, Path home, OperationsSettings operations) {
    return new PeerSettings(
        new HostPort("127.0.0.1", 0),
        Optional.empty(),
        tracker.trackerInfo(),
        Optional.of(tracker.caFile()),
        home,
        operations);
  }

  static ControlledPeer start(TlsTracker tracker, Path home) throws IOException {
    return start(settings(tracker, home));
  }

  static ControlledPeer start(PeerSettings settings) throws IOException {
    PeerProcess process = PeerProcess.start(settings);
    ControlFile file = ControlFile.read(process.controlFile());
    TrustAnchors anchors = TrustAnchors.of(Pem.readCertificates(file.certificate()));
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                "127.0.0.1", file.port(), Tls.client(new SwitchableTrustManager(anchors)))
            .build();
    return new ControlledPeer(process, channel, new BearerToken(file.token()));
  }

  PeerProcess process() {
    return process;
  }

  ManagedChannel channel() {
    return channel;
  }

  CallCredentials credentials() {
    return token.toCallCredentials();
  }

  ControlServiceBlockingStub control() {
    return ControlServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(credentials())
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  LoginResponse login(String user) {
    return control()
        .login(LoginRequest.newBuilder().setUser(user).setPassword(user + "'s password").build());
  }

  Share share(String group, Path file) {
    Iterator<ShareFileResponse> answers =
        control()
            .shareFile(
                ShareFileRequest.newBuilder().setGroup(group).setPath(file.toString()).build());
    ShareFileResponse last = answers.next();
    while (answers.hasNext()) {
      last = answers.next();
    }
    return last.getShare();
  }

  Transfer download(String group, String name, Path destination) {
    return control()
        .startDownload(
            StartDownloadRequest.newBuilder()
                .setGroup(group)
                .setName(name)
                .setDestination(destination.toString())
                .build())
        .getTransfer();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.close();
  }
}
