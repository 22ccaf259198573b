package io.coterie.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.v1.Auth;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.CreateUserResponse;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MethodExecutorsIT {

  private final Gate reads = new Gate();
  private final Gate changes = new Gate();
  private final List<AutoCloseable> resources = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    reads.open.countDown();
    changes.open.countDown();
    for (int i = resources.size() - 1; i >= 0; i--) {
      resources.get(i).close();
    }
  }

  @Test
  void readsThatAreHeldUpLeaveThreadsToChanges() throws Exception {
    ManagedChannel channel =
        serve(MethodExecutors.pool("call", 1, 4, Set.of()).reading("read", 1, 1, 4));
    ListenableFuture<GetTrustBundleResponse> held = read(channel);
    changes.open.countDown();
    assertThat(change(channel).get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(changes.threads).allMatch(name -> name.startsWith("call-"));
    assertThat(held).isNotDone();
  }

  @Test
  void changesThatAreHeldUpLeaveThreadsToReads() throws Exception {
    ManagedChannel channel =
        serve(MethodExecutors.pool("call", 1, 4, Set.of()).reading("read", 1, 1, 4));
    ListenableFuture<CreateUserResponse> held = change(channel);
    reads.open.countDown();
    assertThat(read(channel).get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(reads.threads).allMatch(name -> name.startsWith("read-"));
    assertThat(held).isNotDone();
  }

  @Test
  void whileReadsAreHeldUpThereAreMoreThreadsButNotTooMany() throws Exception {
    int most = 3;
    int queue = 8;
    MethodExecutors executors =
        MethodExecutors.pool("call", 1, 4, Set.of()).reading("read", 1, most, queue);
    ManagedChannel channel = serve(executors);
    List<ListenableFuture<GetTrustBundleResponse>> calls = new ArrayList<>();
    await()
        .until(
            () -> {
              calls.add(read(channel));
              return calls.stream().anyMatch(ListenableFuture::isDone);
            });
    assertThat(reads.entered)
        .as("one was refused, so all the others fill pool and queue")
        .hasValue(most);
    assertThat(executors.waiting()).isEqualTo(queue);

    reads.open.countDown();
    for (ListenableFuture<GetTrustBundleResponse> call : calls.subList(0, most + queue)) {
      assertThat(call.get(30, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(read(channel).get(30, TimeUnit.SECONDS)).isNotNull();
    await().until(() -> executors.running() == 0);
  }

  private ManagedChannel serve(MethodExecutors executors) {
    RpcServer server =
        new RpcServerBuilder(new HostPort("127.0.0.1", 0), InsecureServerCredentials.create())
            .executors(executors)
            .authenticate(
                Auth.AUTH_SESSION,
                (headers, attributes) -> {
                  throw new IllegalStateException("nobody calls as a user here");
                })
            .service(new Reading())
            .service(new Changing())
            .start();
    resources.add(server);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                "127.0.0.1", server.port(), InsecureChannelCredentials.create())
            .build();
    resources.add(channel::shutdownNow);
    return channel;
  }

  private static ListenableFuture<GetTrustBundleResponse> read(ManagedChannel channel) {
    return TrustServiceGrpc.newFutureStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .getTrustBundle(GetTrustBundleRequest.getDefaultInstance());
  }

  private static ListenableFuture<CreateUserResponse> change(ManagedChannel channel) {
    return AccountServiceGrpc.newFutureStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .createUser(
            CreateUserRequest.newBuilder()
                .setRequestId("00000000-0000-4000-8000-000000000000")
                .setUser("alice")
                .setPassword("correct-horse-battery")
                .build());
  }

  /** Where calls of one kind wait until it is opened. */
  private static final class Gate {

    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger entered = new AtomicInteger();
    private final List<String> threads = new CopyOnWriteArrayList<>();

    void pass() {
      threads.add(Thread.currentThread().getName());
      entered.incrementAndGet();
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Reading extends TrustServiceGrpc.TrustServiceImplBase {
    @Override
    public void getTrustBundle(
        GetTrustBundleRequest request, StreamObserver<GetTrustBundleResponse> observer) {
      reads.pass();
      observer.onNext(GetTrustBundleResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }

  private final class Changing extends AccountServiceGrpc.AccountServiceImplBase {
    @Override
    public void createUser(CreateUserRequest request, StreamObserver<CreateUserResponse> observer) {
      changes.pass();
      observer.onNext(CreateUserResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }
}
