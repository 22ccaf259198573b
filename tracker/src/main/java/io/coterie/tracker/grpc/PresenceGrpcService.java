package io.coterie.tracker.grpc;

import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.flow.ByteBudget;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.file.Announcements;
import io.coterie.tracker.presence.DeliveryLog;
import io.coterie.tracker.presence.Presence;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.PresenceServiceGrpc.PresenceServiceImplBase;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Keeps the attach streams. What peers say on them blocks on the store. */
public final class PresenceGrpcService extends PresenceServiceImplBase {

  /** Bytes of announcements, as sent, that may be in the making at a time on all streams. */
  private static final long ANNOUNCEMENT_BYTES = 16L * 1024 * 1024;

  private final Presence presence;
  private final Announcements announcements;
  private final DeliveryLog deliveries;
  private final ByteBudget announced = new ByteBudget(ANNOUNCEMENT_BYTES);

  /** Serves peers that attach to this tracker. */
  public PresenceGrpcService(
      Presence presence, Announcements announcements, DeliveryLog deliveries) {
    this.presence = presence;
    this.announcements = announcements;
    this.deliveries = deliveries;
  }

  @Override
  public StreamObserver<AttachRequest> attach(StreamObserver<AttachResponse> responses) {
    SessionCaller caller = Callers.session();
    if (caller.peer().isEmpty()) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_SESSION_WITHOUT_PEER,
          "the session belongs to no peer; log in with a certificate signing request");
    }
    return new AttachCall(
        caller,
        AddressInterceptor.current(),
        presence,
        new AnnouncementParts(announced),
        announcements,
        deliveries,
        (ServerCallStreamObserver<AttachResponse>) responses);
  }
}
