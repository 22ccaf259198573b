package io.coterie.peer.tracker;

import com.google.protobuf.Timestamp;
import io.coterie.peer.trust.Revocations;
import io.coterie.peer.trust.TrackerClock;
import io.coterie.rpc.net.HostPort;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.FileShared;
import io.coterie.tracker.v1.Revocation;
import io.coterie.tracker.v1.Snapshot;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what comes over the attach stream to where it counts: clock, revocations, news. */
final class TrackerFeed implements AttachListener {
  private static final Logger log = LoggerFactory.getLogger(TrackerFeed.class);

  private final TrackerClock clock;
  private final Revocations revocations;
  private final Memberships memberships;
  private final TrackerNews.Listener listener;
  private final CompletableFuture<Void> firstSnapshot = new CompletableFuture<>();
  private boolean cutOff;

  TrackerFeed(
      TrackerClock clock,
      Revocations revocations,
      Memberships memberships,
      TrackerNews.Listener listener) {
    this.clock = clock;
    this.revocations = revocations;
    this.memberships = memberships;
    this.listener = listener;
  }

  /** Completes when a tracker has told the state for the first time. */
  CompletableFuture<Void> firstSnapshot() {
    return firstSnapshot;
  }

  @Override
  public void attached(HostPort tracker, Snapshot snapshot) {
    log.info("attached to tracker {} ({})", tracker, snapshot.getTrackerId());
    setClock(snapshot.getTrackerTime());
    snapshot.getRevocationsList().forEach(this::raise);
    memberships.replace(snapshot.getMembershipsList()).forEach(listener::heard);
    if (cutOff) {
      cutOff = false;
      listener.heard(new TrackerNews.AttachedAgain(tracker.toString()));
    }
    firstSnapshot.complete(null);
  }

  @Override
  public void event(AttachResponse event) {
    switch (event.getMessageCase()) {
      case TICK -> setClock(event.getTick().getTrackerTime());
      case REVOCATION -> raise(event.getRevocation());
      case MEMBERSHIP -> memberships.apply(event.getMembership()).ifPresent(listener::heard);
      case JOIN_REQUESTED ->
          listener.heard(
              new TrackerNews.JoinRequested(
                  event.getJoinRequested().getGroup(), event.getJoinRequested().getUser()));
      case FILE_SHARED -> {
        FileShared file = event.getFileShared();
        listener.heard(
            new TrackerNews.FileShared(
                file.getGroup(), file.getName(), file.getSize(), file.getPublisher()));
      }
      case FILE_REMOVED ->
          listener.heard(
              new TrackerNews.FileRemoved(
                  event.getFileRemoved().getGroupId(),
                  event.getFileRemoved().getGroup(),
                  event.getFileRemoved().getName()));
      case SNAPSHOT, REATTACH, MESSAGE_NOT_SET ->
          log.debug("passed over {}", event.getMessageCase());
    }
  }

  @Override
  public void cutOff(String why) {
    cutOff = true;
    log.warn("no tracker can be attached to: {}", why);
    listener.heard(new TrackerNews.CutOff(why));
  }

  private void setClock(Timestamp time) {
    clock.set(Times.instant(time));
  }

  private void raise(Revocation revocation) {
    revocations.raise(revocation.getGroupId(), revocation.getUser(), revocation.getMinVersion());
  }
}
