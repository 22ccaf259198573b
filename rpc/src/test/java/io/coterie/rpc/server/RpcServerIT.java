package io.coterie.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RpcServerIT {

  private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);
  private static final String TRUST = "coterie.tracker.v1.TrustService";

  private final List<AutoCloseable> resources = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
    }
  }

  @Test
  void anAddressInUseIsNamedAndFreeAgainAtOnce() {
    RpcServer server = start(builder(ANY_PORT, new Trust()));
    HostPort taken = server.address();
    assertThatThrownBy(() -> builder(taken, new Trust()).start())
        .isInstanceOf(ListenException.class)
        .hasMessage(taken + " is in use by another process; stop it or choose another address");
    get(channel(server));
    server.close();
    assertThat(start(builder(taken, new Trust())).port()).isEqualTo(taken.port());
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() {
    assertThatThrownBy(() -> builder(new HostPort("192.0.2.1", 0), new Trust()).start())
        .isInstanceOf(ListenException.class)
        .hasMessageContaining("no address of this machine");
    assertThatThrownBy(() -> builder(new HostPort("no.such.invalid", 0), new Trust()).start())
        .isInstanceOf(ListenException.class)
        .hasMessageContaining("not known");
  }

  @Test
  void aServiceWithoutItsAuthenticatorIsNotStarted() {
    assertThatThrownBy(
            () ->
                builder(ANY_PORT, new Trust())
                    .service(new SessionServiceGrpc.SessionServiceImplBase() {})
                    .start())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void healthAndReflectionAreOpen() throws Exception {
    RpcServer server = start(builder(ANY_PORT, new Trust()));
    ManagedChannel channel = channel(server);
    assertThat(health(channel, TRUST)).isEqualTo(ServingStatus.SERVING);
    assertThat(health(channel, "")).isEqualTo(ServingStatus.SERVING);
    server.setServing(false);
    assertThat(health(channel, TRUST)).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(reflectedServices(channel))
        .contains(TRUST, "grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection");
  }

  @Test
  void drainingLetsRunningCallsEnd() throws Exception {
    Trust trust = new Trust();
    RpcServer server = start(builder(ANY_PORT, trust));
    ManagedChannel channel = channel(server);
    trust.hold = true;
    ListenableFuture<GetTrustBundleResponse> running = getLater(channel);
    await().until(() -> trust.held.get() != null);
    CompletableFuture<Boolean> drained =
        CompletableFuture.supplyAsync(() -> server.drain(Duration.ofSeconds(30)));
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> get(channel(server)))
                    .extracting(thrown -> Failure.of(thrown).code())
                    .isEqualTo(Status.Code.UNAVAILABLE));
    assertThat(drained).isNotDone();
    Trust.answer(trust.observer());
    assertThat(running.get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(drained.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void drainingCancelsWhatDoesNotEndInTime() {
    Trust trust = new Trust();
    RpcServer server = start(builder(ANY_PORT, trust));
    trust.hold = true;
    ListenableFuture<GetTrustBundleResponse> running = getLater(channel(server));
    await().until(() -> trust.held.get() != null);
    assertThat(server.drain(Duration.ofMillis(1))).isFalse();
    await().until(running::isDone);
  }

  @Test
  void aFullPoolRefusesAtTheDoorAndServesWhatItLetIn() throws Exception {
    Trust trust = new Trust();
    CountDownLatch block = new CountDownLatch(1);
    trust.block = block;
    RpcServer server =
        start(builder(ANY_PORT, trust).executors(MethodExecutors.pool("test", 1, 2, Set.of())));
    ManagedChannel channel = channel(server);
    List<ListenableFuture<GetTrustBundleResponse>> calls = new ArrayList<>();
    calls.add(getLater(channel));
    await().until(() -> trust.entered.get() == 1);
    for (int i = 0; i < 8; i++) {
      calls.add(getLater(channel));
    }
    await().until(() -> calls.stream().filter(ListenableFuture::isDone).count() == 6);
    assertThat(health(channel, "")).isEqualTo(ServingStatus.SERVING);
    block.countDown();
    int served = 0;
    for (ListenableFuture<GetTrustBundleResponse> call : calls) {
      try {
        call.get(30, TimeUnit.SECONDS);
        served++;
      } catch (ExecutionException e) {
        Failure failure = Failure.of(e);
        assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_OVERLOADED);
        assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(failure.retryAfter()).isPresent();
      }
    }
    assertThat(served).isEqualTo(3);
    assertThat(get(channel)).isNotNull();
  }

  @Test
  void methodsRunWhereTheyAreSent() {
    Trust trust = new Trust();
    RpcServer pooled =
        start(
            builder(ANY_PORT, trust)
                .executors(MethodExecutors.pool("pooled", 1, 2, Set.of("other.Service"))));
    get(channel(pooled));
    assertThat(trust.thread).startsWith("pooled-");
    RpcServer direct =
        start(
            builder(ANY_PORT, trust)
                .executors(MethodExecutors.pool("pooled", 1, 2, Set.of(TRUST))));
    get(channel(direct));
    assertThat(trust.thread).doesNotStartWith("pooled-");
  }

  @Test
  void aRequestThatIsNoProtobufIsTheCallersMistake() {
    RpcServer server = start(builder(ANY_PORT, new Trust()));
    var broken =
        TrustServiceGrpc.getGetTrustBundleMethod().toBuilder(
                new BytesMarshaller(),
                ProtoUtils.marshaller(GetTrustBundleResponse.getDefaultInstance()))
            .build();
    assertThatThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    channel(server),
                    broken,
                    CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS),
                    new byte[] {(byte) 0xff, 0x01}))
        .extracting(Failure::of)
        .matches(failure -> failure.code() == Status.Code.INVALID_ARGUMENT)
        .matches(failure -> failure.reason() == ErrorReason.ERROR_REASON_FIELD_INVALID);
  }

  private RpcServerBuilder builder(HostPort listen, Trust trust) {
    return new RpcServerBuilder(listen, InsecureServerCredentials.create()).service(trust);
  }

  private RpcServer start(RpcServerBuilder builder) {
    RpcServer server = builder.start();
    resources.add(server);
    return server;
  }

  private ManagedChannel channel(RpcServer server) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                "127.0.0.1", server.port(), InsecureChannelCredentials.create())
            .build();
    resources.add(channel::shutdownNow);
    return channel;
  }

  private static GetTrustBundleResponse get(ManagedChannel channel) {
    return TrustServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .getTrustBundle(GetTrustBundleRequest.getDefaultInstance());
  }

  private static ListenableFuture<GetTrustBundleResponse> getLater(ManagedChannel channel) {
    return TrustServiceGrpc.newFutureStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .getTrustBundle(GetTrustBundleRequest.getDefaultInstance());
  }

  private static ServingStatus health(ManagedChannel channel, String service) {
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static List<String> reflectedServices(ManagedChannel channel) throws Exception {
    CompletableFuture<List<String>> names = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    names.complete(
                        response.getListServicesResponse().getServiceList().stream()
                            .map(service -> service.getName())
                            .toList());
                  }

                  @Override
                  public void onError(Throwable error) {
                    names.completeExceptionally(error);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    requests.onCompleted();
    return names.get(30, TimeUnit.SECONDS);
  }

  private static final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Trust extends TrustServiceGrpc.TrustServiceImplBase {

    private final AtomicReference<StreamObserver<GetTrustBundleResponse>> held =
        new AtomicReference<>();
    private final AtomicInteger entered = new AtomicInteger();
    private volatile boolean hold;
    private volatile CountDownLatch block = new CountDownLatch(0);
    private volatile String thread = "";

    @Override
    public void getTrustBundle(
        GetTrustBundleRequest request, StreamObserver<GetTrustBundleResponse> observer) {
      thread = Thread.currentThread().getName();
      entered.incrementAndGet();
      try {
        block.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (hold) {
        held.set(observer);
      } else {
        answer(observer);
      }
    }

    StreamObserver<GetTrustBundleResponse> observer() {
      StreamObserver<GetTrustBundleResponse> observer = held.get();
      if (observer == null) {
        throw new IllegalStateException("no call is held");
      }
      return observer;
    }

    static void answer(StreamObserver<GetTrustBundleResponse> observer) {
      observer.onNext(GetTrustBundleResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }
}
