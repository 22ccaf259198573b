package io.coterie.peer.download;

import io.coterie.peer.fetch.Grant;
import io.coterie.peer.fetch.GrantSource;
import io.coterie.peer.serve.Issuer;
import io.coterie.peer.serve.TestAuthority;
import io.coterie.peer.source.PeerConnection;
import io.coterie.peer.trust.TrustBundle;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.testing.ManualScheduler;
import io.coterie.rpc.tls.PeerId;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Several peers that exchange one file, on one thread and a clock of its own: the same every time.
 * Their code is that of a real peer, from the choice of pieces to grants, streams and limits.
 */
final class SimulatedSwarm implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration STEP = Duration.ofMillis(50);

  private static final TestAuthority AUTHORITY = new TestAuthority();

  final ManualScheduler time = new ManualScheduler();
  private final Issuer issuer = new Issuer();
  private final List<SimulatedPeer> peers = new ArrayList<>();
  private final Set<SimulatedPeer> unlisted = new HashSet<>();
  private final SimulatedContent file;

  /** A file of so many pieces of 1 MiB. */
  SimulatedSwarm(int pieces) {
    file = SimulatedContent.whole(pieces);
  }

  /** A peer that holds the file and sends this many bytes a second. */
  SimulatedPeer source(long up) {
    return add(file, up);
  }

  /** A peer that downloads the file, and sends this many bytes a second of what it has. */
  SimulatedPeer leecher(long up) {
    return leecher(up, 0);
  }

  /** One that receives this many bytes a second at most. */
  SimulatedPeer leecher(long up, long down) {
    SimulatedPeer leecher = add(file.none(), up);
    leecher.down.set(down);
    leecher.start(peers.size());
    return leecher;
  }

  /** One of whom no other peer knows. */
  SimulatedPeer recluse() {
    SimulatedPeer leecher = leecher(1);
    unlisted.add(leecher);
    return leecher;
  }

  /** One that sends next to nothing, and receives this many bytes a second of this file. */
  SimulatedPeer leecherOfLimitedFile(long perSecond) {
    SimulatedPeer leecher = add(file.none(), 1);
    leecher.downOfFile(perSecond);
    leecher.start(peers.size());
    return leecher;
  }

  /** How many bytes all peers together have sent. */
  long sent() {
    return peers.stream().mapToLong(peer -> peer.uploads.total()).sum();
  }

  /** Lets time pass. */
  void pass(Duration by) {
    time.advance(by);
  }

  /** Lets time pass until something is so. */
  void until(BooleanSupplier condition, Duration most) {
    long end = time.nanoTime() + most.toNanos();
    while (!condition.getAsBoolean()) {
      if (time.nanoTime() >= end) {
        throw new AssertionError(
            "not within " + most + ": " + peers.stream().map(peer -> peer.content.held()).toList());
      }
      time.advance(STEP);
    }
  }

  double seconds() {
    return time.nanoTime() / 1e9;
  }

  RemoteFile file() {
    return new RemoteFile("films", SimulatedContent.NAME, file.id(), file.layout().size());
  }

  TrustBundle trust() {
    return new TrustBundle(
        Issuer.DEPLOYMENT,
        List.of(AUTHORITY.certificate()),
        Map.of(Issuer.KEY_ID, issuer.publicKey()));
  }

  String grant(CertificateCaller caller) {
    return issuer.sign(
        Issuer.header().build(),
        Issuer.claims(
                caller.user(),
                SimulatedContent.GROUP_ID,
                1,
                caller.keyThumbprint(),
                NOW.plus(Duration.ofHours(1)))
            .build());
  }

  /** What a peer reaches. */
  DownloadNetwork network(SimulatedPeer from) {
    return new DownloadNetwork(
        new FileDirectory() {
          @Override
          public CompletableFuture<RemoteFile> find(String group, String name) {
            return CompletableFuture.completedFuture(file());
          }

          @Override
          public CompletableFuture<Void> share(RemoteFile shared) {
            return CompletableFuture.completedFuture(null);
          }

          @Override
          public CompletableFuture<Void> withdraw(String group, String name) {
            return CompletableFuture.completedFuture(null);
          }
        },
        (group, name) ->
            CompletableFuture.completedFuture(
                peers.stream()
                    .filter(peer -> peer != from && peer.isSource() && !unlisted.contains(peer))
                    .map(SimulatedPeer::info)
                    .toList()),
        new GrantSource() {
          @Override
          public CompletableFuture<Grant> grant(String group) {
            return CompletableFuture.completedFuture(from.grant());
          }

          @Override
          public CompletableFuture<Grant> newerThan(String group, Grant refused) {
            return grant(group);
          }
        },
        (peerId, endpoint) ->
            new PeerConnection() {
              @Override
              public Channel control() {
                return content();
              }

              @Override
              public Channel content() {
                return peers.stream()
                    .filter(peer -> peer.self().peerId().equals(peerId))
                    .findFirst()
                    .orElseThrow()
                    .server()
                    .channel(from.self());
              }

              @Override
              public void close() {}
            });
  }

  @Override
  public void close() {
    peers.forEach(SimulatedPeer::close);
    time.shutdownNow();
  }

  private SimulatedPeer add(SimulatedContent content, long up) {
    String user = "user" + peers.size();
    PeerId id =
        new PeerId(letter(peers.size() / 26).repeat(26) + letter(peers.size() % 26).repeat(26));
    SimulatedPeer peer =
        new SimulatedPeer(this, new CertificateCaller(user, id, "key of " + user), content);
    peer.up.set(up);
    peers.add(peer);
    return peer;
  }

  private static String letter(int number) {
    return String.valueOf((char) ('a' + number));
  }
}
