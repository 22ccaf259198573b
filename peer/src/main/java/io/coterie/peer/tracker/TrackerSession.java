package io.coterie.peer.tracker;

import io.coterie.peer.trust.TrustBundle;
import io.coterie.rpc.net.HostPort;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One user's session from login to logout: calls carry its token, the peer stays attached, its
 * certificate and the trust bundle stay fresh. Thread-safe.
 */
public final class TrackerSession implements AutoCloseable {
  /** How often the trust bundle is fetched. */
  static final Duration TRUST_INTERVAL = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(TrackerSession.class);

  private final TrackerClient.Parts parts;
  private final PeerCredentials credentials;
  private final SessionInterceptor interceptor;
  private final Channel tracker;
  private final Memberships memberships = new Memberships();
  private final Grants grants;
  private final TrackerFiles files;
  private final CertificateRenewal renewal;
  private final Future<?> trustRefresh;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile Session session;
  private volatile TrustBundle trust;

  /** What vouches for the certificate in force. */
  private volatile X509Certificate authority;

  private volatile @Nullable AttachClient attach;
  private volatile TrackerNews.@Nullable Listener listener;

  TrackerSession(
      TrackerClient.Parts parts,
      SessionClient.Opened opened,
      TrustBundle trust,
      PeerCredentials credentials) {
    this.parts = parts;
    this.credentials = credentials;
    this.session = opened.session();
    this.trust = trust;
    this.authority = opened.authority();
    this.interceptor = new SessionInterceptor(session.token(), this::ended);
    this.tracker = ClientInterceptors.intercept(parts.trackers().any(), interceptor);
    this.grants = new Grants(tracker, parts.clock());
    this.files = new TrackerFiles(tracker, session.peerId());
    this.renewal =
        new CertificateRenewal(
            opened.chain().get(0), this::renew, parts.clock(), parts.scheduler());
    this.trustRefresh =
        parts
            .scheduler()
            .scheduleWithFixedDelay(
                this::refreshTrust,
                TRUST_INTERVAL.toSeconds(),
                TRUST_INTERVAL.toSeconds(),
                TimeUnit.SECONDS);
  }

  /** The session as it stands. */
  public Session session() {
    return session;
  }

  /** What the peer trusts now. */
  public TrustBundle trust() {
    return trust;
  }

  /** The user's grants. */
  public Grants grants() {
    return grants;
  }

  /** The tracker's lists of files and sources. */
  public TrackerFiles files() {
    return files;
  }

  /** The user's groups. */
  public Memberships memberships() {
    return memberships;
  }

  /** The tracker attached to now; empty while cut off. */
  public Optional<HostPort> attachedTo() {
    AttachClient client = attach;
    return client == null ? Optional.empty() : client.attachedTo();
  }

  /**
   * Attaches and stays attached until closed. To be called once.
   *
   * @return completes when a tracker has told the state for the first time; never fails
   */
  public CompletableFuture<Void> attach(PresenceReport report, TrackerNews.Listener news) {
    listener = news;
    TrackerFeed feed =
        new TrackerFeed(parts.clock(), parts.revocations(), memberships, item -> tell(item, news));
    AttachClient client =
        new AttachClient(
            new SessionTrackers(parts.trackers(), interceptor),
            trust.deploymentId(),
            report,
            feed,
            parts.scheduler(),
            parts.nanoTime(),
            parts.random());
    attach = client;
    client.start();
    return feed.firstSnapshot();
  }

  private void tell(TrackerNews item, TrackerNews.Listener news) {
    if (over.get()) {
      return;
    }
    if (item instanceof TrackerNews.MembershipLost lost) {
      grants.forget(lost.group());
    }
    news.heard(item);
  }

  /** Says again what is shared: the trackers forgot some of it when a membership ended. */
  public void announceAgain() {
    AttachClient client = attach;
    if (client != null) {
      client.announceAgain();
    }
  }

  private CompletableFuture<X509Certificate> renew() {
    return SessionClient.renew(tracker, session, credentials.keyPair(), trust)
        .thenApply(
            opened -> {
              session = opened.session();
              credentials.certify(opened.chain());
              authority = opened.authority();
              return opened.chain().get(0);
            });
  }

  private void refreshTrust() {
    Future<?> unused =
        parts
            .trust()
            .fetch()
            .thenAccept(this::takeOver)
            .exceptionally(
                failure -> {
                  log.warn("the trust bundle could not be refreshed", failure);
                  return null;
                });
  }

  private void takeOver(TrustBundle fetched) {
    if (!fetched.deploymentId().equals(trust.deploymentId())) {
      log.error("the trackers now name another deployment, {}", fetched.deploymentId());
    } else if (!fetched.equals(trust) && !over.get()) {
      log.info("the trackers' authorities or grant keys have changed");
      credentials.trust(fetched);
      trust = fetched;
      if (!fetched.authorities().contains(authority)) {
        renewal.renewNow();
      }
    }
  }

  private void ended(String why) {
    TrackerNews.Listener told = listener;
    if (told != null && over.compareAndSet(false, true)) {
      parts.scheduler().execute(() -> told.heard(new TrackerNews.SessionEnded(why)));
    }
  }

  /**
   * Ends the session at the tracker and closes this. Fails when no tracker answers; it is closed
   * even so, and the tracker ends it when its time is over.
   */
  public CompletableFuture<Void> logout() {
    over.set(true);
    return SessionClient.logout(tracker).whenComplete((done, failure) -> close());
  }

  /** Detaches and stops renewing; leaves the session to end by itself or be replaced. */
  @Override
  public void close() {
    over.set(true);
    renewal.close();
    trustRefresh.cancel(false);
    AttachClient client = attach;
    if (client != null) {
      client.close();
    }
  }
}
