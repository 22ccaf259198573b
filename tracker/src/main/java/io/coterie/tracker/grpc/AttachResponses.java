package io.coterie.tracker.grpc;

import io.coterie.tracker.presence.PeerEvent;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.FileRemoved;
import io.coterie.tracker.v1.FileShared;
import io.coterie.tracker.v1.JoinRequested;
import io.coterie.tracker.v1.Membership;
import io.coterie.tracker.v1.Reattach;
import io.coterie.tracker.v1.Revocation;
import io.coterie.tracker.v1.Snapshot;
import io.coterie.tracker.v1.Tick;

/** Puts what an attached peer is told into words of the contract. */
final class AttachResponses {

  private AttachResponses() {}

  static AttachResponse of(PeerEvent event) {
    AttachResponse.Builder response = AttachResponse.newBuilder();
    if (event instanceof PeerEvent.Tick tick) {
      response.setTick(Tick.newBuilder().setTrackerTime(Unary.timestamp(tick.time())));
    } else if (event instanceof PeerEvent.Snapshot snapshot) {
      response.setSnapshot(snapshot(snapshot));
    } else if (event instanceof PeerEvent.Membership membership) {
      response.setMembership(membership(membership));
    } else if (event instanceof PeerEvent.Revocation revocation) {
      response.setRevocation(revocation(revocation));
    } else if (event instanceof PeerEvent.JoinRequested asked) {
      response.setJoinRequested(
          JoinRequested.newBuilder().setGroup(asked.group()).setUser(asked.user()));
    } else if (event instanceof PeerEvent.FileShared file) {
      response.setFileShared(
          FileShared.newBuilder()
              .setGroup(file.group())
              .setName(file.name())
              .setSize(file.size())
              .setPublisher(file.publisher()));
    } else if (event instanceof PeerEvent.FileRemoved file) {
      response.setFileRemoved(
          FileRemoved.newBuilder()
              .setGroupId(file.groupId())
              .setGroup(file.group())
              .setName(file.name()));
    } else if (event instanceof PeerEvent.Reattach) {
      response.setReattach(Reattach.getDefaultInstance());
    } else {
      throw new IllegalArgumentException("no word for " + event.getClass());
    }
    return response.build();
  }

  private static Snapshot snapshot(PeerEvent.Snapshot snapshot) {
    Snapshot.Builder builder =
        Snapshot.newBuilder()
            .setDeploymentId(snapshot.deploymentId())
            .setTrackerId(snapshot.trackerId())
            .setTrackerTime(Unary.timestamp(snapshot.time()))
            .setMore(snapshot.more());
    snapshot.memberships().forEach(membership -> builder.addMemberships(membership(membership)));
    snapshot.revocations().forEach(revocation -> builder.addRevocations(revocation(revocation)));
    return builder.build();
  }

  private static Membership.Builder membership(PeerEvent.Membership membership) {
    return Membership.newBuilder()
        .setGroupId(membership.groupId())
        .setGroup(membership.group())
        .setRole(GroupMessages.of(membership.role()))
        .setVersion(membership.version());
  }

  private static Revocation.Builder revocation(PeerEvent.Revocation revocation) {
    return Revocation.newBuilder()
        .setGroupId(revocation.groupId())
        .setUser(revocation.user())
        .setMinVersion(revocation.minVersion());
  }
}
