package io.coterie.peer.tracker;

import com.google.protobuf.Timestamp;
import io.coterie.rpc.net.HostPort;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.PresenceServiceGrpc;
import io.coterie.tracker.v1.Reattach;
import io.coterie.tracker.v1.Snapshot;
import io.coterie.tracker.v1.Tick;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tracker that says what the test tells it to; runs on the threads of its callers. */
final class FakeTracker extends PresenceServiceGrpc.PresenceServiceImplBase
    implements AutoCloseable {

  /** One stream as the tracker sees it. */
  static final class Attached implements StreamObserver<AttachRequest> {
    final List<AttachRequest> heard = new ArrayList<>();
    final ServerCallStreamObserver<AttachResponse> out;

    Attached(ServerCallStreamObserver<AttachResponse> out) {
      this.out = out;
    }

    @Override
    public void onNext(AttachRequest request) {
      heard.add(request);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}

    void snapshot() {
      snapshot(Snapshot.newBuilder());
    }

    void snapshot(Snapshot.Builder snapshot) {
      out.onNext(
          AttachResponse.newBuilder()
              .setSnapshot(snapshot.setDeploymentId("deployment-1").setTrackerTime(at(0)))
              .build());
    }

    void tick(long seconds) {
      out.onNext(
          AttachResponse.newBuilder()
              .setTick(Tick.newBuilder().setTrackerTime(at(seconds)))
              .build());
    }

    void reattach() {
      out.onNext(AttachResponse.newBuilder().setReattach(Reattach.getDefaultInstance()).build());
    }

    boolean isCancelled() {
      return out.isCancelled();
    }
  }

  final HostPort address;
  final List<Attached> streams = new ArrayList<>();
  private final String name = InProcessServerBuilder.generateName();
  private final Server server;
  private final ManagedChannel channel;
  @Nullable RuntimeException refusal;

  FakeTracker(int port, BindableService... services) {
    this.address = new HostPort("tracker", port);
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
    builder.addService(this);
    for (BindableService service : services) {
      builder.addService(service);
    }
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  static Timestamp at(long seconds) {
    return Timestamp.newBuilder().setSeconds(1_800_000_000L + seconds).build();
  }

  ManagedChannel channel() {
    return channel;
  }

  @Override
  public StreamObserver<AttachRequest> attach(StreamObserver<AttachResponse> responses) {
    Attached attached = new Attached((ServerCallStreamObserver<AttachResponse>) responses);
    streams.add(attached);
    RuntimeException refused = refusal;
    if (refused != null) {
      responses.onError(refused);
    }
    return attached;
  }

  /** The latest stream. */
  Attached stream() {
    return streams.get(streams.size() - 1);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
