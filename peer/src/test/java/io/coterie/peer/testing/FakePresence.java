package io.coterie.peer.testing;

import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.Delivery;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.Hello;
import io.coterie.tracker.v1.PresenceServiceGrpc.PresenceServiceImplBase;
import io.coterie.tracker.v1.SharedFile;
import io.coterie.tracker.v1.Snapshot;
import io.coterie.tracker.v1.Tick;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the streams of attached peers and tells them what a test wants. */
public final class FakePresence extends PresenceServiceImplBase {
  private final FakeDeployment deployment;
  private final List<Stream> streams = new CopyOnWriteArrayList<>();
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

  FakePresence(FakeDeployment deployment) {
    this.deployment = deployment;
  }

  private final class Stream implements StreamObserver<AttachRequest> {
    final SessionCaller caller;
    final StreamObserver<AttachResponse> responses;
    final List<SharedFile> announced = new ArrayList<>();
    volatile Hello hello = Hello.getDefaultInstance();

    Stream(SessionCaller caller, StreamObserver<AttachResponse> responses) {
      this.caller = caller;
      this.responses = responses;
    }

    @Override
    public synchronized void onNext(AttachRequest request) {
      if (request.hasHello()) {
        hello = request.getHello();
        tell(AttachResponse.newBuilder().setSnapshot(snapshot(caller.user())).build());
      } else if (request.hasAnnouncement()) {
        announced.addAll(request.getAnnouncement().getFilesList());
        if (request.getAnnouncement().getLast()) {
          announce(caller, announced);
        }
      } else {
        deliveries.addAll(request.getDeliveries().getDeliveriesList());
      }
    }

    synchronized void tell(AttachResponse message) {
      responses.onNext(message);
    }

    synchronized void end(Throwable reason) {
      streams.remove(this);
      responses.onError(reason);
    }

    @Override
    public void onError(Throwable failure) {
      streams.remove(this);
    }

    @Override
    public void onCompleted() {
      streams.remove(this);
    }
  }

  @Override
  public StreamObserver<AttachRequest> attach(StreamObserver<AttachResponse> responses) {
    Stream stream = new Stream(Callers.session(), responses);
    streams.add(stream);
    return stream;
  }

  private Snapshot snapshot(String user) {
    return Snapshot.newBuilder()
        .setDeploymentId(deployment.id)
        .setTrackerId("tracker-1")
        .setTrackerTime(deployment.now())
        .addAllMemberships(
            deployment.groupsOf(user).stream().map(group -> group.membership(user)).toList())
        .build();
  }

  private void announce(SessionCaller caller, List<SharedFile> files) {
    deployment
        .groupsOf(caller.user())
        .forEach(
            group ->
                group.files.forEach(
                    (name, file) -> {
                      FakeFiles.sources(group, name)
                          .removeIf(source -> source.peer().equals(caller.peer()));
                      if (files.stream()
                          .anyMatch(
                              shared ->
                                  shared.getGroupId().equals(group.id())
                                      && shared.getName().equals(name))) {
                        FakeFiles.sources(group, name).add(caller);
                      }
                    }));
  }

  /** Sends a message to all peers of a user. */
  public void tell(String user, AttachResponse.Builder message) {
    streams.stream()
        .filter(stream -> stream.caller.user().equals(user))
        .forEach(stream -> stream.tell(message.build()));
  }

  /** Lets all attached peers know that the tracker lives. */
  public void tick() {
    AttachResponse tick =
        AttachResponse.newBuilder()
            .setTick(Tick.newBuilder().setTrackerTime(deployment.now()))
            .build();
    streams.forEach(stream -> stream.tell(tick));
  }

  void endStreams(String user, Throwable reason) {
    streams.stream()
        .filter(stream -> stream.caller.user().equals(user))
        .forEach(stream -> stream.end(reason));
  }

  /** How many peers of a user are attached. */
  public int attached(String user) {
    return (int) streams.stream().filter(stream -> stream.caller.user().equals(user)).count();
  }

  /** The names of what the latest stream of a user announced. */
  public List<String> announced(String user) {
    return streams.stream()
        .filter(stream -> stream.caller.user().equals(user))
        .reduce((first, second) -> second)
        .map(
            stream -> {
              synchronized (stream) {
                return stream.announced.stream().map(SharedFile::getName).sorted().toList();
              }
            })
        .orElse(List.of());
  }

  /** All deliveries reported. */
  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  Optional<String> endpoint(SessionCaller source) {
    return streams.stream()
        .filter(stream -> stream.caller.peer().equals(source.peer()))
        .flatMap(stream -> stream.hello.getEndpointsList().stream())
        .map((Endpoint endpoint) -> endpoint.getHost() + ":" + endpoint.getPort())
        .findFirst();
  }
}
