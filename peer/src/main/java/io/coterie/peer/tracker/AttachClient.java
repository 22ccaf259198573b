package io.coterie.peer.tracker;

import io.coterie.rpc.net.HostPort;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the peer attached to one of the trackers. When the stream ends or falls silent it attaches
 * to another, soon and after a random pause, so that the peers of a dead tracker do not arrive at
 * once; after each round of all trackers in vain the pause grows, up to {@link #MAX_PAUSE_NANOS}.
 * When the tracker asks for it, it attaches elsewhere first and lets go then. Thread-safe; works on
 * the scheduler, which must be single-threaded.
 */
final class AttachClient implements Attachment.Owner, AutoCloseable {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Trackers trackers;
  private final String deploymentId;
  private final PresenceReport report;
  private final AttachListener listener;
  private final ScheduledExecutorService scheduler;
  private final Later later;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;

  // Used on the scheduler only.
  private final Map<HostPort, String> triedInVain = new LinkedHashMap<>();
  private @Nullable Attachment current;
  private @Nullable Attachment opening;
  private int roundsInVain;
  private boolean wanted;
  private boolean openingIsStale;
  private boolean toldCutOff;
  private boolean closed;

  private volatile @Nullable HostPort attachedTo;

  /**
   * Does nothing until {@link #start}.
   *
   * @param deploymentId the deployment that trackers must belong to
   * @param nanoTime counts as {@link System#nanoTime()} does, at the scheduler's pace
   */
  AttachClient(
      Trackers trackers,
      String deploymentId,
      PresenceReport report,
      AttachListener listener,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.trackers = trackers;
    this.deploymentId = deploymentId;
    this.report = report;
    this.listener = listener;
    this.scheduler = scheduler;
    this.later = new Later(scheduler);
    this.nanoTime = nanoTime;
    this.random = random;
  }

  void start() {
    scheduler.execute(this::attachAnew);
  }

  /** Attaches anew, to say again what is shared; the present stream lasts until then. */
  void announceAgain() {
    scheduler.execute(this::attachAnew);
  }

  /** The tracker attached to now. */
  Optional<HostPort> attachedTo() {
    return Optional.ofNullable(attachedTo);
  }

  private void attachAnew() {
    wanted = true;
    openingIsStale = opening != null;
    open();
  }

  private void open() {
    if (closed || !wanted || opening != null) {
      return;
    }
    List<HostPort> all = trackers.inOrder();
    HostPort next =
        all.stream().filter(tracker -> !triedInVain.containsKey(tracker)).findFirst().orElse(null);
    if (next == null) {
      triedInVain.clear();
      next = all.get(0);
    }
    Attachment attempt = new Attachment(next, report, this, scheduler, nanoTime);
    opening = attempt;
    attempt.open(trackers.channel(next));
  }

  @Override
  public void attached(Attachment attachment, Snapshot state) {
    if (!state.getDeploymentId().equals(deploymentId)) {
      attachment.fail("it belongs to another deployment");
      return;
    }
    if (current != null) {
      current.close();
    }
    current = attachment;
    opening = null;
    triedInVain.clear();
    roundsInVain = 0;
    toldCutOff = false;
    attachedTo = attachment.tracker();
    wanted = openingIsStale;
    openingIsStale = false;
    listener.attached(attachment.tracker(), state);
    open();
  }

  @Override
  public void received(Attachment attachment, AttachResponse event) {
    if (event.hasReattach()) {
      triedInVain.put(attachment.tracker(), "it asked to attach elsewhere");
      wanted = true;
      open();
    } else {
      listener.event(event);
    }
  }

  @Override
  public void silent(Attachment attachment, String why) {
    trackers.suspect(attachment.tracker(), why);
  }

  @Override
  public void failed(Attachment attachment, String why) {
    triedInVain.put(attachment.tracker(), why);
    wanted = true;
    if (attachment == current) {
      current = null;
      attachedTo = null;
    } else {
      opening = null;
    }
    if (triedInVain.keySet().containsAll(trackers.inOrder())) {
      roundsInVain++;
      tellCutOff();
    }
    long most = Math.min(MAX_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(roundsInVain, 10));
    later.run(this::open, random.nextLong(most));
  }

  private void tellCutOff() {
    if (current == null && !toldCutOff) {
      toldCutOff = true;
      listener.cutOff(
          triedInVain.entrySet().stream()
              .map(tried -> tried.getKey() + ": " + tried.getValue())
              .collect(Collectors.joining("; ")));
    }
  }

  /** Lets go of the tracker, soon. */
  @Override
  public void close() {
    scheduler.execute(
        () -> {
          closed = true;
          attachedTo = null;
          if (current != null) {
            current.close();
          }
          if (opening != null) {
            opening.close();
          }
        });
  }
}
