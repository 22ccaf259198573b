package io.coterie.peer.app;

import io.coterie.peer.v1.ControlServiceGrpc;
import io.coterie.peer.v1.NoticeKind;
import io.coterie.peer.v1.WatchEventsRequest;
import io.coterie.peer.v1.WatchEventsResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Collects the notices of a peer. */
final class NoticeLog implements StreamObserver<WatchEventsResponse> {
  private final List<NoticeKind> kinds = new CopyOnWriteArrayList<>();

  NoticeLog(ControlledPeer peer) {
    ControlServiceGrpc.newStub(peer.channel())
        .withCallCredentials(peer.credentials())
        .watchEvents(WatchEventsRequest.getDefaultInstance(), this);
  }

  boolean has(NoticeKind kind) {
    return kinds.contains(kind);
  }

  void await(NoticeKind kind) {
    Awaitility.await().until(() -> has(kind));
  }

  @Override
  public void onNext(WatchEventsResponse event) {
    if (event.hasNotice()) {
      kinds.add(event.getNotice().getKind());
    }
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {}
}
