package io.coterie.peer.serve;

import static io.coterie.peer.serve.ServeFixture.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.content.SampleContent;
import io.coterie.peer.store.SharedFile;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.rpc.auth.CertificateAuthenticator;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.RpcServer;
import io.coterie.rpc.server.RpcServerBuilder;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.rpc.tls.SwitchableKeyManager;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustAnchors;
import io.coterie.rpc.v1.Auth;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over mutual TLS on the loopback interface, as the peer serves. */
final class ChunkServiceIT {
  @TempDir Path folder;

  private final ServeFixture peer = new ServeFixture();
  private final byte[] content = SampleContent.dense((9 << 20) + 12_345);
  private final List<ManagedChannel> channels = new ArrayList<>();
  private Identity alice;
  private SharedFile share;
  private RpcServer server;

  @BeforeEach
  void start() throws Exception {
    share = LargeShare.of(folder.resolve("large"), GROUP, content);
    peer.catalog.add(share);
    alice = ServeFixture.AUTHORITY.issue("alice");
    server =
        new RpcServerBuilder(
                new HostPort("127.0.0.1", 0),
                Tls.server(new SwitchableKeyManager(alice), trusting(ServeFixture.AUTHORITY)))
            .service(peer.service)
            .authenticate(Auth.AUTH_CERTIFICATE, new CertificateAuthenticator())
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    for (ManagedChannel channel : channels) {
      channel.shutdownNow();
      assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    server.close();
    peer.close();
  }

  @Test
  void membersReadAWholeFile() throws Exception {
    Identity bob = ServeFixture.AUTHORITY.issue("bob");
    ReadClient client = read(Optional.of(bob), ServeFixture.AUTHORITY, caller(bob));
    client.request(1000);
    client.noMore();
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    while (got.size() < content.length) {
      client.arrived().getData().writeTo(got);
    }

    assertThat(client.end()).isEmpty();
    assertThat(got.toByteArray()).isEqualTo(content);
  }

  @Test
  void thosePresentingNoCertificateAreStrangers() throws Exception {
    ReadClient client =
        read(Optional.empty(), ServeFixture.AUTHORITY, caller(ServeFixture.AUTHORITY.issue("bob")));

    assertThat(client.end().map(Failure::reason))
        .contains(ErrorReason.ERROR_REASON_CERTIFICATE_MISSING);
  }

  @Test
  void aStolenGrantIsWorthNothing() throws Exception {
    Identity bob = ServeFixture.AUTHORITY.issue("bob");
    ReadClient client =
        read(Optional.of(bob), ServeFixture.AUTHORITY, caller(ServeFixture.AUTHORITY.issue("bob")));

    assertThat(client.end().map(Failure::reason)).contains(ErrorReason.ERROR_REASON_GRANT_MISMATCH);
  }

  @Test
  void certificatesOfOthersFailTheHandshake() throws Exception {
    Identity mallory = new TestAuthority().issue("bob");
    ReadClient client = read(Optional.of(mallory), ServeFixture.AUTHORITY, caller(mallory));

    assertThat(client.end().map(Failure::code)).contains(Status.Code.UNAVAILABLE);
    assertThat(peer.uploads.total()).isZero();
  }

  @Test
  void anotherPeerCannotAnswerForThisOne() throws Exception {
    Identity bob = ServeFixture.AUTHORITY.issue("bob");
    ReadClient client =
        read(
            Optional.of(bob),
            ServeFixture.AUTHORITY,
            caller(bob),
            PeerId.of(bob.certificate().getPublicKey()));

    assertThat(client.end().map(Failure::code)).contains(Status.Code.UNAVAILABLE);
  }

  private ReadClient read(
      Optional<Identity> identity, TestAuthority trusted, CertificateCaller holder) {
    return read(identity, trusted, holder, PeerId.of(alice.certificate().getPublicKey()));
  }

  private ReadClient read(
      Optional<Identity> identity,
      TestAuthority trusted,
      CertificateCaller holder,
      PeerId expected) {
    SwitchableKeyManager keys =
        identity.map(SwitchableKeyManager::new).orElseGet(SwitchableKeyManager::new);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                "127.0.0.1", server.port(), Tls.client(trusting(trusted), keys))
            .overrideAuthority(expected.authority())
            .build();
    channels.add(channel);
    ReadClient client = ReadClient.open(channel);
    ReadPiecesRequest.Builder request =
        ReadPiecesRequest.newBuilder()
            .setGrant(peer.grant(holder))
            .setContent(ServeFixture.key(share.id()));
    for (int piece = 0; piece < share.layout().pieceCount(); piece++) {
      request.addPieces(ReadClient.piece(piece));
    }
    client.send(request.build());
    return client;
  }

  private static SwitchableTrustManager trusting(TestAuthority authority) {
    return new SwitchableTrustManager(TrustAnchors.of(List.of(authority.certificate())));
  }

  private static CertificateCaller caller(Identity identity) {
    PeerKey key = PeerKey.of(identity.certificate().getPublicKey());
    return new CertificateCaller("bob", key.peerId(), key.thumbprint());
  }
}
