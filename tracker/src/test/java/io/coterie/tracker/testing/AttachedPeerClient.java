package io.coterie.tracker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.error.Failure;
import io.coterie.tracker.v1.Announcement;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.AttachResponse.MessageCase;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.Hello;
import io.coterie.tracker.v1.PresenceServiceGrpc;
import io.coterie.tracker.v1.SharedFile;
import io.coterie.tracker.v1.Snapshot;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A peer's end of an attach stream, which says what a test has it say and keeps what it is told.
 */
public final class AttachedPeerClient implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<AttachResponse> told = new LinkedBlockingQueue<>();
  private final CompletableFuture<Optional<Failure>> end = new CompletableFuture<>();
  private final CompletableFuture<ClientCallStreamObserver<AttachRequest>> call =
      new CompletableFuture<>();
  private final StreamObserver<AttachRequest> requests;

  private AttachedPeerClient(PresenceNode node, Actor actor, boolean reads) {
    requests =
        PresenceServiceGrpc.newStub(node.channel())
            .withCallCredentials(new BearerToken(actor.token()).toCallCredentials())
            .attach(
                new ClientResponseObserver<AttachRequest, AttachResponse>() {
                  @Override
                  public void beforeStart(ClientCallStreamObserver<AttachRequest> stream) {
                    call.complete(stream);
                    if (!reads) {
                      stream.disableAutoRequestWithInitial(1);
                    }
                  }

                  @Override
                  public void onNext(AttachResponse response) {
                    told.add(response);
                  }

                  @Override
                  public void onError(Throwable thrown) {
                    end.complete(Optional.of(Failure.of(thrown)));
                  }

                  @Override
                  public void onCompleted() {
                    end.complete(Optional.empty());
                  }
                });
  }

  /** Opens a stream and says nothing yet. */
  public static AttachedPeerClient open(PresenceNode node, Actor actor) {
    return new AttachedPeerClient(node, actor, true);
  }

  /** Attaches with nothing to share and returns when the state has been told. */
  public static AttachedPeerClient attach(PresenceNode node, Actor actor, SharedFile... files) {
    AttachedPeerClient peer = open(node, actor).says(hello()).announces(files);
    peer.snapshot();
    return peer;
  }

  /** Attaches, takes the state, and reads nothing more. */
  public static AttachedPeerClient attachAndStopReading(PresenceNode node, Actor actor) {
    AttachedPeerClient peer = new AttachedPeerClient(node, actor, false).says(hello()).announces();
    peer.snapshot();
    return peer;
  }

  /** Hello from an address that no test dials. */
  public static AttachRequest hello() {
    return hello(Endpoint.newBuilder().setHost("192.0.2.1").setPort(9001).build());
  }

  /** Hello with these endpoints. */
  public static AttachRequest hello(Endpoint... endpoints) {
    return AttachRequest.newBuilder()
        .setHello(Hello.newBuilder().addAllEndpoints(Arrays.asList(endpoints)))
        .build();
  }

  /** Sends a message. */
  public AttachedPeerClient says(AttachRequest request) {
    requests.onNext(request);
    return this;
  }

  /** Sends an announcement in one part. */
  public AttachedPeerClient announces(SharedFile... files) {
    return says(
        AttachRequest.newBuilder()
            .setAnnouncement(
                Announcement.newBuilder().addAllFiles(Arrays.asList(files)).setLast(true))
            .build());
  }

  /** The state, which comes first but for ticks, and in one part. */
  public Snapshot snapshot() {
    Snapshot only = snapshotPart();
    assertThat(only.getMore()).isFalse();
    return only;
  }

  /** The next part of the state, beside which there are only ticks. */
  public Snapshot snapshotPart() {
    AttachResponse part = take();
    while (part.hasTick()) {
      part = take();
    }
    assertThat(part.getMessageCase()).isEqualTo(MessageCase.SNAPSHOT);
    return part.getSnapshot();
  }

  /** The next message of a kind; others before it are passed over. */
  public AttachResponse next(MessageCase kind) {
    AttachResponse next = take();
    while (next.getMessageCase() != kind) {
      next = take();
    }
    return next;
  }

  /** The next message. */
  public AttachResponse take() {
    try {
      AttachResponse next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(next).as("a message from the tracker; the stream is " + end).isNotNull();
      return next;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks for all that waits. */
  public void readsOn() {
    call.join().request(Integer.MAX_VALUE);
  }

  /** Half-closes, as a peer does that leaves. */
  public void leaves() {
    requests.onCompleted();
  }

  /** How the stream ended; empty when it was completed. */
  public Optional<Failure> ended() {
    try {
      return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException | ExecutionException e) {
      throw new IllegalStateException("the stream did not end", e);
    }
  }

  /** Whether the stream has not ended. */
  public boolean isOpen() {
    return !end.isDone();
  }

  /** Cuts the stream off. */
  @Override
  public void close() {
    call.join().cancel("the test is over", null);
  }
}
