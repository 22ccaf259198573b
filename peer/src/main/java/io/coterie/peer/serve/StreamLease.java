package io.coterie.peer.serve;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.trust.TrackerClock;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.error.Refusal;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream's right to go on: until the newest grant runs out, the membership is revoked, or the
 * content is taken out. Then the stream is ended, at once and from whatever thread. Thread-safe.
 */
final class StreamLease {
  private final AccessControl access;
  private final TrackerClock clock;
  private final ScheduledExecutorService timers;
  private final CertificateCaller caller;
  private final ContentId id;
  private final Spread spread;
  private final Consumer<Refusal> end;
  private Grant grant;
  private @Nullable Future<?> timer;
  private boolean released;

  StreamLease(
      AccessControl access,
      TrackerClock clock,
      ScheduledExecutorService timers,
      CertificateCaller caller,
      Admission admission,
      Spread spread,
      Consumer<Refusal> end) {
    this.access = access;
    this.clock = clock;
    this.timers = timers;
    this.caller = caller;
    this.id = admission.content().id();
    this.spread = spread;
    this.end = end;
    this.grant = admission.grant();
    arm(grant);
  }

  CertificateCaller caller() {
    return caller;
  }

  ContentId id() {
    return id;
  }

  /** What was sent of the content, to whomever. */
  Spread spread() {
    return spread;
  }

  synchronized Grant grant() {
    return grant;
  }

  /**
   * Goes on by a fresh grant, if it lasts longer than the present one.
   *
   * @throws Refusal if the grant cannot be accepted
   */
  void renew(String grantText) {
    Grant fresh = access.check(caller, grantText, id).grant();
    synchronized (this) {
      if (fresh.expireTime().isAfter(grant.expireTime()) || fresh.version() > grant.version()) {
        grant = fresh;
        arm(fresh);
      }
    }
    // A revocation that came between the check and now has seen the older grant.
    access.requireUnrevoked(fresh);
  }

  /** Ends the stream for a reason. */
  void end(Refusal reason) {
    end.accept(reason);
  }

  /** Stops the timer: the stream is over. */
  synchronized void release() {
    released = true;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private synchronized void arm(Grant until) {
    if (timer != null) {
      timer.cancel(false);
    }
    if (!released) {
      long left = Duration.between(clock.instant(), until.expireTime()).toNanos();
      timer = timers.schedule(this::expire, Math.max(0, left), TimeUnit.NANOSECONDS);
    }
  }

  private void expire() {
    Grant newest = grant();
    if (clock.instant().isBefore(newest.expireTime())) {
      // The tracker's clock was set back a little.
      arm(newest);
    } else {
      end(GrantVerifier.expired());
    }
  }
}
