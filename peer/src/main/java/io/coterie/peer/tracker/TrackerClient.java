package io.coterie.peer.tracker;

import io.coterie.peer.trust.Revocations;
import io.coterie.peer.trust.TrackerClock;
import io.coterie.peer.trust.TrustBundle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The deployment's trackers as a peer uses them: opens sessions. Thread-safe. */
public final class TrackerClient {

  /** What sessions are made of that outlives them. */
  record Parts(
      Trackers trackers,
      TrustClient trust,
      TrackerClock clock,
      Revocations revocations,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      RandomGenerator random) {}

  private final Parts parts;
  private final KnownDeployment deployment;

  /**
   * Talks to nobody until {@link #login}.
   *
   * @param clock set by what trackers say
   * @param revocations raised by what trackers say
   * @param scheduler single-threaded; runs the attach stream and renewals
   * @param nanoTime counts as {@link System#nanoTime()} does, at the scheduler's pace
   */
  public TrackerClient(
      Trackers trackers,
      KnownDeployment deployment,
      TrackerClock clock,
      Revocations revocations,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.deployment = deployment;
    this.parts =
        new Parts(
            trackers,
            new TrustClient(trackers, clock),
            clock,
            revocations,
            scheduler,
            nanoTime,
            random);
  }

  /**
   * Opens a session and puts its certificate and the trust bundle into force. The tracker's refusal
   * passes through.
   *
   * @return fails with CREDENTIALS_WRONG, TRACKER_NOT_TRUSTED, NO_TRACKER, ...; then nothing has
   *     changed
   */
  public CompletableFuture<TrackerSession> login(
      String user, String password, PeerCredentials credentials) {
    return parts.trust().fetch().thenCompose(trust -> login(user, password, credentials, trust));
  }

  private CompletableFuture<TrackerSession> login(
      String user, String password, PeerCredentials credentials, TrustBundle trust) {
    deployment.require(trust.deploymentId());
    return SessionClient.login(parts.trackers().any(), user, password, credentials.keyPair(), trust)
        .thenApply(
            opened -> {
              credentials.trust(trust);
              credentials.certify(opened.chain());
              return new TrackerSession(parts, opened, trust, credentials);
            });
  }
}
