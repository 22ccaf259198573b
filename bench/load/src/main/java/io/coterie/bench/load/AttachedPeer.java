package io.coterie.bench.load;

import io.coterie.tracker.v1.Announcement;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.Hello;
import io.coterie.tracker.v1.PresenceServiceGrpc;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A peer that shares nothing and listens to its tracker. */
final class AttachedPeer implements AutoCloseable {

  /** The first ones have as many shares as there are rows, of which they announce none. */
  private static final int PATIENCE_SECONDS = 300;

  private final CompletableFuture<AttachResponse> snapshot = new CompletableFuture<>();
  private final CompletableFuture<AttachResponse> ended = new CompletableFuture<>();
  private final StreamObserver<AttachRequest> requests;

  private AttachedPeer(Channel tracker, int user) {
    requests =
        PresenceServiceGrpc.newStub(tracker)
            .withCallCredentials(Target.session(user))
            .attach(
                new StreamObserver<>() {
                  @Override
                  public void onNext(AttachResponse response) {
                    if (response.hasSnapshot() && !response.getSnapshot().getMore()) {
                      snapshot.complete(response);
                    }
                  }

                  @Override
                  public void onError(Throwable error) {
                    snapshot.completeExceptionally(error);
                    ended.completeExceptionally(error);
                  }

                  @Override
                  public void onCompleted() {
                    ended.complete(AttachResponse.getDefaultInstance());
                  }
                });
  }

  static AttachedPeer attach(Channel tracker, int user) {
    AttachedPeer peer = new AttachedPeer(tracker, user);
    peer.requests.onNext(
        AttachRequest.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .addEndpoints(Endpoint.newBuilder().setHost("127.0.0.1").setPort(9)))
            .build());
    peer.requests.onNext(
        AttachRequest.newBuilder()
            .setAnnouncement(Announcement.newBuilder().setLast(true))
            .build());
    return peer;
  }

  /** Waits until the tracker counts the peer as online. */
  void awaitSnapshot() {
    try {
      snapshot.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("not attached", e.getCause());
    }
  }

  /** Whether the stream is still open. */
  boolean isOnline() {
    return snapshot.isDone() && !ended.isDone();
  }

  @Override
  public void close() {
    requests.onCompleted();
  }
}
