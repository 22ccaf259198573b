package io.coterie.peer.tracker;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the certificate after two thirds of its life, and tries again every {@link #RETRY} until
 * it succeeds. Works on the scheduler.
 */
final class CertificateRenewal implements AutoCloseable {
  /** The pause after a failed attempt. */
  static final Duration RETRY = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(CertificateRenewal.class);

  private final Supplier<CompletableFuture<X509Certificate>> renew;
  private final InstantSource clock;
  private final ScheduledExecutorService scheduler;
  private Future<?> next;
  private boolean closed;

  /**
   * Begins with the certificate in force.
   *
   * @param renew asks for a further certificate and puts it into force
   * @param clock the tracker's time
   */
  CertificateRenewal(
      X509Certificate current,
      Supplier<CompletableFuture<X509Certificate>> renew,
      InstantSource clock,
      ScheduledExecutorService scheduler) {
    this.renew = renew;
    this.clock = clock;
    this.scheduler = scheduler;
    this.next = schedule(untilRenewal(current));
  }

  private Duration untilRenewal(X509Certificate certificate) {
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    Instant due = begin.plus(Duration.between(begin, end).multipliedBy(2).dividedBy(3));
    Duration left = Duration.between(clock.instant(), due);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Future<?> schedule(Duration delay) {
    return scheduler.schedule(this::run, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    Future<?> unused = renew.get().whenCompleteAsync(this::renewed, scheduler);
  }

  /** Renews at once, as when the authority of the present certificate does not count any more. */
  synchronized void renewNow() {
    if (!closed && next.cancel(false)) {
      next = schedule(Duration.ZERO);
    }
  }

  private synchronized void renewed(X509Certificate certificate, Throwable failure) {
    if (closed) {
      return;
    }
    if (failure == null) {
      log.info("certificate renewed until {}", certificate.getNotAfter().toInstant());
      next = schedule(untilRenewal(certificate));
    } else {
      log.warn("the certificate could not be renewed; next attempt in {}", RETRY, failure);
      next = schedule(RETRY);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.cancel(false);
  }
}
