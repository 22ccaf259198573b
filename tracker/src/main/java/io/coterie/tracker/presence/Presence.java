package io.coterie.tracker.presence;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.presence.PeerEvent.Reattach;
import io.coterie.tracker.store.ChangeCounter;
import io.coterie.tracker.store.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peers attached to this tracker: lets them in, keeps them told, and says in the store that
 * they are online for as long as they are. Any thread may call.
 *
 * <p>However many peers are attached, three threads serve them: one ticks, one looks for changes,
 * one keeps the store's rows.
 */
public final class Presence implements AutoCloseable {

  private static final int DRAIN_STEPS = 10;
  private static final Duration DRAIN_STEP = Duration.ofMillis(100);

  private static final Duration PURGE = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(Presence.class);

  private final String trackerId = UUID.randomUUID().toString();
  private final Transactions transactions;
  private final PresenceRepository rows;
  private final Capacity capacity;
  private final Attachments attachments = new Attachments();
  private final PresenceThreads threads = new PresenceThreads();
  private final Lease lease;
  private final Departures departures;
  private final Ticker ticker;
  private final Watcher watcher;
  private volatile boolean draining;

  /**
   * Presence of one tracker; nothing is said or looked for until {@link #start}.
   *
   * @param transactions the store
   * @param counter tells whether anybody changed the store
   * @param rows who is attached where
   * @param groups what attached peers are told of
   * @param deploymentId names the deployment
   * @param clock the tracker's clock
   * @param capacity how much it takes on
   */
  public Presence(
      Transactions transactions,
      ChangeCounter counter,
      PresenceRepository rows,
      GroupViewRepository groups,
      String deploymentId,
      InstantSource clock,
      Capacity capacity) {
    this.transactions = transactions;
    this.rows = rows;
    this.capacity = capacity;
    lease = new Lease(transactions, rows, trackerId);
    departures = new Departures(transactions, rows);
    ticker = new Ticker(attachments, clock);
    watcher =
        new Watcher(
            threads.watching(),
            counter,
            new GroupWatch(
                transactions, groups, attachments, deploymentId, trackerId, capacity.places()),
            new SessionWatch(transactions, groups, attachments),
            attachments);
  }

  /**
   * Takes the lease, and begins to tick, to look and to renew.
   *
   * @param storeAnswers told each second whether the store takes what this tracker writes
   * @throws Refusal STORE_UNAVAILABLE when the store does not answer
   */
  public void start(Consumer<Boolean> storeAnswers) {
    lease.renew();
    transactions.addListener(watcher);
    PresenceThreads.repeatAtRate(threads.ticking(), Ticker.STEP, ticker::next);
    PresenceThreads.repeat(threads.storing(), Lease.RENEWAL, () -> renew(storeAnswers));
    PresenceThreads.repeat(threads.storing(), PURGE, lease::removeLapsed);
    watcher.start();
  }

  /**
   * A stream has been opened, and is expected to be attached before long. From now on it ticks. Of
   * a session's streams that are not attached yet only the newest stays, so that a session has two
   * at most.
   *
   * @throws Refusal DRAINING when this tracker is leaving, OVERLOADED when it has as many streams
   *     as it may
   */
  public Attachment arrive(AttachedPeer peer, PeerStream stream) {
    if (draining) {
      throw leaving();
    }
    if (attachments.count() >= capacity.peers()) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_OVERLOADED,
              "as many peers are attached to this tracker as it serves; attach to another")
          .retryAfter(Duration.ofSeconds(5));
    }
    Attachment attachment = new Attachment(UUID.randomUUID().toString(), peer, stream);
    ticker.expect(attachment);
    Attachment former = attachments.open(attachment);
    if (former != null) {
      former.stream().end(Watcher.replaced());
      leave(former);
    }
    return attachment;
  }

  /**
   * The peer has said all that it had to; what is still to be done takes the time that it takes.
   */
  public void announced(Attachment attachment) {
    ticker.met(attachment);
  }

  /**
   * Says that the peer is online; soon it is told the state, and from then on the changes. Blocks
   * on the store.
   *
   * @throws Refusal STORE_UNAVAILABLE when the store does not answer
   */
  public void attach(Attachment attachment) {
    ticker.met(attachment);
    transactions.<Boolean>write(
        tx -> {
          rows.put(tx, attachment.id(), trackerId, attachment.peer());
          return true;
        });
    if (attachment.isGone()) {
      takeBack(attachment);
    } else {
      watcher.admit(attachment);
    }
  }

  /** The peer has taken a part of the state that is not the last. Never blocks. */
  public void goOn(Attachment attachment) {
    watcher.goOn(attachment);
  }

  /** A stream has ended, for whatever reason. Never blocks; harmless when repeated. */
  public void leave(Attachment attachment) {
    ticker.met(attachment);
    if (attachment.markGone()) {
      attachments.remove(attachment);
      watcher.forget(attachment);
      takeBack(attachment);
    }
  }

  /** How many peers are attached; those still to be attached are not counted. */
  public int count() {
    return attachments.attached();
  }

  /**
   * How old the state of the store is that attached peers have been told of: up to 200 ms and what
   * reading takes, and growing while the store does not answer.
   */
  public Duration lag() {
    return watcher.lag();
  }

  /**
   * Lets no more peers in and asks those attached to go to other trackers, a tenth at a time; ends
   * at once the streams not yet attached, which cannot be asked before they are told the state, and
   * those that remain when the patience is spent. Blocks until no stream is left.
   */
  public void drain(Duration patience) throws InterruptedException {
    draining = true;
    long deadline = System.nanoTime() + patience.toNanos();
    attachments.all().stream()
        .filter(Attachment::isArriving)
        .forEach(attachment -> attachment.stream().end(leaving()));
    List<Attachment> all = attachments.all();
    int step = Math.max(1, (all.size() + DRAIN_STEPS - 1) / DRAIN_STEPS);
    for (int i = 0; i < all.size() && System.nanoTime() < deadline; i++) {
      all.get(i).stream().tell(new Reattach());
      if ((i + 1) % step == 0) {
        Thread.sleep(DRAIN_STEP.toMillis());
      }
    }
    while (attachments.count() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(DRAIN_STEP.toMillis());
    }
    endAll();
  }

  /**
   * Ends all streams and takes back the lease, so that this tracker's peers are offline at once.
   */
  @Override
  public void close() {
    draining = true;
    endAll();
    threads.close();
    try {
      lease.end();
    } catch (Refusal storeAway) {
      log.warn("the lease was not given back and lapses by itself", storeAway);
    }
  }

  private void renew(Consumer<Boolean> storeAnswers) {
    boolean kept;
    try {
      kept = lease.renew();
    } catch (RuntimeException e) {
      storeAnswers.accept(false);
      throw e;
    }
    storeAnswers.accept(true);
    if (!kept) {
      // The store has forgotten this tracker's peers: they attach again, and are known again.
      endAll();
    }
    departures.flush();
  }

  private void takeBack(Attachment attachment) {
    departures.add(attachment);
    threads.storing().execute(() -> PresenceThreads.guarded(departures::flush));
  }

  private void endAll() {
    attachments.all().forEach(attachment -> attachment.stream().end(leaving()));
  }

  private static Refusal leaving() {
    return new Refusal(
        ErrorReason.ERROR_REASON_DRAINING, "this tracker is leaving; attach to another");
  }
}
