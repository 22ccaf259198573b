package io.coterie.tracker.presence;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.presence.PeerEvent.Reattach;
import io.coterie.tracker.presence.PeerEvent.Tick;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells each peer each second that the tracker lives, also while the state is being made that it
 * waits for; asks it to attach anew now and then, so that peers spread over trackers that were
 * added; and ends streams that never come to the point. One timer serves all streams: it ticks a
 * part of them at a time.
 */
final class Ticker {

  /** The time between two parts, so that each stream has its turn once a second. */
  static final Duration STEP = Duration.ofSeconds(1).dividedBy(Attachments.SLOTS);

  /** How long a peer may take from opening the stream to the last part of its announcement. */
  static final Duration ARRIVAL = Duration.ofSeconds(30);

  /** How long a stream stays at least. */
  static final Duration STAY = Duration.ofMinutes(50);

  /** How much longer it stays at most; that varies by its id. */
  static final Duration STAY_LONGER = Duration.ofMinutes(20);

  private static final int ARRIVAL_STEPS = (int) (ARRIVAL.toMillis() / STEP.toMillis());

  private final Attachments attachments;
  private final InstantSource clock;
  private final Map<Attachment, Integer> arriving = new ConcurrentHashMap<>();
  private final AtomicInteger step = new AtomicInteger();

  Ticker(Attachments attachments, InstantSource clock) {
    this.attachments = attachments;
    this.clock = clock;
  }

  /** Expects a peer to have said all in good time. */
  void expect(Attachment attachment) {
    arriving.put(attachment, step.get());
  }

  /** The peer has said all, or the stream has ended. */
  void met(Attachment attachment) {
    arriving.remove(attachment);
  }

  /** Ticks the next part; called once each {@link #STEP} by one thread. */
  void next() {
    int now = step.incrementAndGet();
    Tick tick = new Tick(clock.instant());
    attachments
        .slot(Math.floorMod(now, Attachments.SLOTS))
        .forEach(attachment -> tell(attachment, tick));
    arriving.forEach(
        (attachment, since) -> {
          if (now - since > ARRIVAL_STEPS) {
            attachment.stream().end(tooSlow());
          }
        });
  }

  private static void tell(Attachment attachment, Tick tick) {
    attachment.stream().tell(tick);
    long longer = Math.floorMod(attachment.id().hashCode(), STAY_LONGER.toSeconds());
    if (attachment.countTick() % (STAY.toSeconds() + longer) == 0) {
      attachment.stream().tell(new Reattach());
    }
  }

  private static Refusal tooSlow() {
    return new Refusal(
            ErrorReason.ERROR_REASON_OVERLOADED,
            "the announcement was not finished within "
                + ARRIVAL.toSeconds()
                + " seconds; attach again")
        .retryAfter(Duration.ofSeconds(1));
  }
}
