package io.coterie.rpc.trackers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.testing.ManualScheduler;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.CreateUserResponse;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Trackers on loopback and a channel to them, on a clock of the test's own. */
abstract class TrackerChannelFixture {

  static final CreateUserRequest REQUEST =
      CreateUserRequest.newBuilder()
          .setRequestId("request-1")
          .setUser("alice")
          .setPassword("correct horse")
          .build();

  static final Duration HEDGE = Timing.STANDARD.hedgeDelay();

  final ManualScheduler scheduler = new ManualScheduler();
  final List<ManagedChannel> dialled = new CopyOnWriteArrayList<>();
  final List<AutoCloseable> resources = new ArrayList<>();
  final TestTracker first = keep(TestTracker.started());
  final TestTracker second = keep(TestTracker.started());

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
    }
    assertThat(dialled).allSatisfy(channel -> assertThat(channel.isShutdown()).isTrue());
  }

  /** A channel with a seed by which the first of these comes out first. */
  TrackerChannel preferring(HostPort preferred, HostPort... others) {
    List<HostPort> entries = new ArrayList<>(List.of(others));
    if (!entries.contains(preferred)) {
      entries.add(0, preferred);
    }
    for (int seed = 0; ; seed++) {
      TrackerChannel channel =
          new TrackerChannel(
              new TrackerInfo(entries, List.of()),
              this::dial,
              scheduler,
              scheduler::nanoTime,
              Timing.STANDARD,
              new Random(seed),
              scheduler::shutdown);
      if (channel.preferred().equals(preferred)) {
        return keep(channel);
      }
    }
  }

  ManagedChannel dial(HostPort tracker) {
    ManagedChannel channel = Dialler.dial(tracker, InsecureChannelCredentials.create());
    dialled.add(channel);
    return channel;
  }

  /** The address of a process that has stopped: the kernel accepts, nobody answers. */
  HostPort silent() throws IOException {
    ServerSocket socket = keep(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    return new HostPort("127.0.0.1", socket.getLocalPort());
  }

  <R extends AutoCloseable> R keep(R resource) {
    resources.add(0, resource);
    return resource;
  }

  static String createUser(TrackerChannel channel) {
    return AccountServiceGrpc.newBlockingStub(channel).createUser(REQUEST).getUser();
  }

  static ListenableFuture<CreateUserResponse> createUserLater(TrackerChannel channel) {
    return AccountServiceGrpc.newFutureStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .createUser(REQUEST);
  }

  static Failure failure(TrackerChannel channel) {
    try {
      throw new AssertionError("answered by " + createUser(channel));
    } catch (StatusRuntimeException e) {
      return Failure.of(e);
    }
  }

  static TrackerState state(TrackerChannel channel, TestTracker tracker) {
    return channel.states().stream()
        .filter(state -> state.address().equals(tracker.address()))
        .findFirst()
        .orElseThrow();
  }
}
