package io.coterie.peer.tracker;

import io.coterie.peer.testing.FakeDeployment;
import io.coterie.peer.trust.Revocations;
import io.coterie.peer.trust.TrackerClock;
import io.coterie.peer.trust.TrustBundle;
import io.coterie.rpc.testing.ManualScheduler;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.tracker.v1.Delivery;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.SharedFile;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A tracker's client beside a tracker, both at the test's pace. */
final class SessionFixture implements AutoCloseable {
  static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");

  /** Keeps in memory what the client puts into force. */
  static final class Credentials implements PeerCredentials {
    final KeyPair key = Keys.generate();
    final List<X509Certificate> certificates = new ArrayList<>();
    final List<TrustBundle> bundles = new ArrayList<>();

    @Override
    public KeyPair keyPair() {
      return key;
    }

    @Override
    public void certify(List<X509Certificate> chain) {
      certificates.add(chain.get(0));
    }

    @Override
    public void trust(TrustBundle bundle) {
      bundles.add(bundle);
    }
  }

  /** A peer that shares nothing. */
  static final class Nothing implements PresenceReport {
    @Override
    public List<Endpoint> endpoints() {
      return List.of(Endpoint.newBuilder().setHost("127.0.0.1").setPort(7501).build());
    }

    @Override
    public List<SharedFile> shares() {
      return List.of();
    }

    @Override
    public List<Delivery> takeDeliveries(int max) {
      return List.of();
    }
  }

  final ManualScheduler scheduler = new ManualScheduler();
  final FakeDeployment deployment = deployment("deployment-1");
  final TrackerClock clock = new TrackerClock(scheduler::nanoTime);
  final Revocations revocations = new Revocations(scheduler::nanoTime);
  final Credentials credentials = new Credentials();
  final List<TrackerNews> news = new ArrayList<>();
  private final Path home;
  private final List<DirectTrackers> hosts = new ArrayList<>();

  SessionFixture(Path home) {
    this.home = home;
  }

  FakeDeployment deployment(String id) {
    return new FakeDeployment(id, () -> BEGIN.plusNanos(scheduler.nanoTime()));
  }

  TrackerClient client(FakeDeployment... deployments) {
    DirectTrackers trackers = new DirectTrackers(deployments);
    hosts.add(trackers);
    return new TrackerClient(
        trackers,
        new KnownDeployment(
            home.resolve("deployment"), new TrustSource(Optional.empty(), List.of(), home)),
        clock,
        revocations,
        scheduler,
        scheduler::nanoTime,
        new Random(1));
  }

  TrackerSession login(String user) {
    return client(deployment).login(user, user + "'s password", credentials).join();
  }

  void attach(TrackerSession session) {
    session.attach(new Nothing(), news::add).join();
  }

  @Override
  public void close() {
    hosts.forEach(DirectTrackers::close);
  }
}
