package io.coterie.tracker.grpc;

import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
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

  private final Presence presence;
  private final Announcements announcements;
  private final DeliveryLog deliveries;

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
        announcements.begin(caller),
        deliveries,
        (ServerCallStreamObserver<AttachResponse>) responses);
  }
}
