package io.coterie.peer.tracker;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.tracker.v1.Announcement;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.Deliveries;
import io.coterie.tracker.v1.Delivery;
import io.coterie.tracker.v1.Hello;
import io.coterie.tracker.v1.PresenceServiceGrpc;
import io.coterie.tracker.v1.SharedFile;
import io.coterie.tracker.v1.Snapshot;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One Attach stream to one tracker. All its callbacks run on the scheduler, one at a time; call it
 * from there only. After {@link #close} or {@link Owner#failed} it says nothing more.
 */
final class Attachment implements ClientResponseObserver<AttachRequest, AttachResponse> {
  /** A tracker that says nothing for so long, and takes nothing, is taken for dead. */
  static final Duration SILENCE = Duration.ofSeconds(3);

  /** A tracker that has not told the state after so long, ticks or not, is given up. */
  static final Duration ARRIVAL = Duration.ofMinutes(5);

  /** How many files go in a part of the announcement, and deliveries in a message. */
  static final int PART = 1000;

  private static final Duration DELIVERY_INTERVAL = Duration.ofSeconds(1);

  /** Who made it. */
  interface Owner {
    /** The tracker has told the state, for which it counts the peer as online; told once. */
    void attached(Attachment attachment, Snapshot state);

    /** Something happened, or time passed, after {@link #attached}. */
    void received(Attachment attachment, AttachResponse event);

    /** The tracker is silent; {@link #failed} follows. The reason reads after its address. */
    void silent(Attachment attachment, String why);

    /** The stream is over; told once, and not after {@link #close}. */
    void failed(Attachment attachment, String why);
  }

  private final HostPort tracker;
  private final PresenceReport report;
  private final Owner owner;
  private final ScheduledExecutorService scheduler;
  private final Later later;
  private final LongSupplier nanoTime;
  private final List<SharedFile> shares;
  private @Nullable ClientCallStreamObserver<AttachRequest> requests;
  private int announced;
  private boolean announcedAll;
  private @Nullable SnapshotParts state = new SnapshotParts();
  private long opened;
  private long lastSign;
  private boolean over;

  Attachment(
      HostPort tracker,
      PresenceReport report,
      Owner owner,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime) {
    this.tracker = tracker;
    this.report = report;
    this.owner = owner;
    this.scheduler = scheduler;
    this.later = new Later(scheduler);
    this.nanoTime = nanoTime;
    this.shares = report.shares();
  }

  HostPort tracker() {
    return tracker;
  }

  void open(Channel channel) {
    opened = nanoTime.getAsLong();
    lastSign = opened;
    PresenceServiceGrpc.newStub(channel).withExecutor(scheduler).attach(this);
    check();
    later.run(this::reportDeliveries, DELIVERY_INTERVAL.toNanos());
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<AttachRequest> stream) {
    requests = stream;
    stream.setOnReadyHandler(() -> announce(stream));
  }

  private void announce(ClientCallStreamObserver<AttachRequest> stream) {
    while (!over && !announcedAll && stream.isReady()) {
      lastSign = nanoTime.getAsLong();
      if (announced == 0) {
        stream.onNext(
            AttachRequest.newBuilder()
                .setHello(Hello.newBuilder().addAllEndpoints(report.endpoints()))
                .build());
      }
      int end = Math.min(announced + PART, shares.size());
      announcedAll = end == shares.size();
      stream.onNext(
          AttachRequest.newBuilder()
              .setAnnouncement(
                  Announcement.newBuilder()
                      .addAllFiles(shares.subList(announced, end))
                      .setLast(announcedAll))
              .build());
      announced = end;
    }
  }

  private void reportDeliveries() {
    if (over) {
      return;
    }
    ClientCallStreamObserver<AttachRequest> stream = requests;
    if (stream != null && announcedAll && stream.isReady()) {
      List<Delivery> deliveries = report.takeDeliveries(PART);
      if (!deliveries.isEmpty()) {
        stream.onNext(
            AttachRequest.newBuilder()
                .setDeliveries(Deliveries.newBuilder().addAllDeliveries(deliveries))
                .build());
      }
    }
    later.run(this::reportDeliveries, DELIVERY_INTERVAL.toNanos());
  }

  private void check() {
    if (over) {
      return;
    }
    long now = nanoTime.getAsLong();
    long silence = SILENCE.toNanos() - (now - lastSign);
    long arrival = state == null ? Long.MAX_VALUE : ARRIVAL.toNanos() - (now - opened);
    if (silence <= 0) {
      String why = "has said nothing for " + SILENCE.toSeconds() + " seconds";
      owner.silent(this, why);
      fail("it " + why);
    } else if (arrival <= 0) {
      fail("it has not told the state within " + ARRIVAL.toMinutes() + " minutes");
    } else {
      later.run(this::check, Math.min(silence, arrival));
    }
  }

  @Override
  public void onNext(AttachResponse message) {
    if (over) {
      return;
    }
    lastSign = nanoTime.getAsLong();
    SnapshotParts parts = state;
    if (parts == null) {
      owner.received(this, message);
    } else if (message.hasSnapshot()) {
      parts.add(message.getSnapshot()).ifPresent(this::attached);
    } else if (message.hasTick()) {
      parts.tell(message.getTick().getTrackerTime());
    } else {
      fail("it tells what happens before it has told the state");
    }
  }

  private void attached(Snapshot whole) {
    state = null;
    owner.attached(this, whole);
  }

  @Override
  public void onError(Throwable failure) {
    fail(Failure.of(failure).message());
  }

  @Override
  public void onCompleted() {
    fail("it has closed the stream");
  }

  /** Ends the stream for a reason found by this side. */
  void fail(String why) {
    if (!over) {
      close();
      owner.failed(this, why);
    }
  }

  /** Ends the stream, without a word to the owner. */
  void close() {
    over = true;
    ClientCallStreamObserver<AttachRequest> stream = requests;
    if (stream != null) {
      stream.cancel("the peer has left", null);
    }
  }
}
