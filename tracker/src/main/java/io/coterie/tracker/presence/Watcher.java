package io.coterie.tracker.presence;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.store.ChangeCounter;
import io.coterie.tracker.store.Changes;
import io.coterie.tracker.store.CommitListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when to look for changes: at once after a commit of this tracker, within 200 ms of one by
 * another process on the same store, and each second in any case. All looking, and the admission of
 * new streams, happens on the one thread given; the public methods may be called from any.
 */
final class Watcher implements CommitListener {

  /** How often the store's change counter is read. */
  static final Duration POLL = Duration.ofMillis(200);

  /**
   * After this many polls everything is looked at even if the counter says that nothing changed.
   */
  private static final int POLLS_PER_LOOK = 5;

  /** Commits of this tracker within this time are looked at together. */
  private static final long GATHER_MILLIS = 10;

  /** So many streams are admitted between two looks. */
  private static final int ADMISSIONS_AT_A_TIME = 64;

  private static final Duration REPLACED_RETRY = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Watcher.class);

  private final ScheduledExecutorService thread;
  private final ChangeCounter counter;
  private final GroupWatch groups;
  private final SessionWatch sessions;
  private final Attachments attachments;

  private final Set<String> changedGroups = new HashSet<>();
  private final Set<String> changedUsers = new HashSet<>();
  private final AtomicBoolean hinted = new AtomicBoolean();
  private final Queue<Attachment> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean admitting = new AtomicBoolean();

  private volatile long lookedAt = System.nanoTime();

  // Confined to the thread.
  private long lastCount = -1;
  private int pollsSinceLook;

  Watcher(
      ScheduledExecutorService thread,
      ChangeCounter counter,
      GroupWatch groups,
      SessionWatch sessions,
      Attachments attachments) {
    this.thread = thread;
    this.counter = counter;
    this.groups = groups;
    this.sessions = sessions;
    this.attachments = attachments;
  }

  /** Begins to poll. */
  void start() {
    PresenceThreads.repeat(thread, POLL, this::poll);
  }

  /** Admits a stream soon: it is told the state and from then on the changes. */
  void admit(Attachment attachment) {
    arrivals.add(attachment);
    if (admitting.compareAndSet(false, true)) {
      thread.execute(this::admitSome);
    }
  }

  /** Tells a stream the next part of the state soon. */
  void goOn(Attachment attachment) {
    thread.execute(
        () -> {
          try {
            attachment.goOn();
          } catch (RuntimeException e) {
            endUntold(attachment, e);
          }
        });
  }

  /** Forgets a stream that has ended. */
  void forget(Attachment attachment) {
    thread.execute(() -> groups.forget(attachment.peer().userKey()));
  }

  @Override
  public void committed(Changes changes) {
    synchronized (changedGroups) {
      changedGroups.addAll(changes.groupIds());
      changedUsers.addAll(changes.userKeys());
    }
    if (hinted.compareAndSet(false, true)) {
      ScheduledFuture<?> unused =
          thread.schedule(
              () -> PresenceThreads.guarded(this::lookAtHints),
              GATHER_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  /** Looks at the groups when something changed, and at everything when enough time has passed. */
  void poll() {
    long begin = System.nanoTime();
    long count = counter.current();
    boolean everything = ++pollsSinceLook >= POLLS_PER_LOOK;
    if (everything || count != lastCount) {
      groups.look();
      lastCount = count;
    }
    if (everything) {
      sessions.look();
      pollsSinceLook = 0;
    }
    lookedAt = begin;
  }

  /** How long ago the latest poll began that told the attached peers all there was. */
  Duration lag() {
    return Duration.ofNanos(System.nanoTime() - lookedAt);
  }

  private void lookAtHints() {
    hinted.set(false);
    Set<String> groupIds;
    Set<String> userKeys;
    synchronized (changedGroups) {
      groupIds = Set.copyOf(changedGroups);
      userKeys = Set.copyOf(changedUsers);
      changedGroups.clear();
      changedUsers.clear();
    }
    groups.look(groupIds);
    sessions.lookAt(userKeys);
  }

  private void admitSome() {
    for (int i = 0; i < ADMISSIONS_AT_A_TIME; i++) {
      Attachment next = arrivals.poll();
      if (next == null) {
        break;
      }
      admitNow(next);
    }
    admitting.set(false);
    if (!arrivals.isEmpty() && admitting.compareAndSet(false, true)) {
      thread.execute(this::admitSome);
    }
  }

  private void admitNow(Attachment attachment) {
    // Before the peer hears anything, upon which it may open another stream.
    attachments.admit(attachment);
    try {
      groups.admit(attachment);
    } catch (RuntimeException e) {
      endUntold(attachment, e);
      groups.forget(attachment.peer().userKey());
      return;
    }
    Attachment former = attachments.enter(attachment);
    if (former != null) {
      former.stream().end(replaced());
    }
    if (!attachment.markAttached()) {
      attachments.remove(attachment);
      groups.forget(attachment.peer().userKey());
    }
  }

  private static void endUntold(Attachment attachment, RuntimeException why) {
    if (!(why instanceof Refusal)) {
      log.warn("{} could not be told the state", attachment, why);
    }
    attachment.stream().end(storeAway(why));
  }

  private static Refusal storeAway(RuntimeException cause) {
    return cause instanceof Refusal refusal
        ? refusal
        : new Refusal(
            ErrorReason.ERROR_REASON_STORE_UNAVAILABLE,
            "the tracker's store does not answer; attach again",
            cause);
  }

  /** Why a stream ends when a newer one of its session takes its place. */
  static Refusal replaced() {
    return new Refusal(
            ErrorReason.ERROR_REASON_OVERLOADED,
            "a session has one attach stream, and a newer one took the place of this one")
        .retryAfter(REPLACED_RETRY);
  }
}
