package io.coterie.rpc.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.testing.InProcess;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.Hello;
import io.coterie.tracker.v1.PresenceServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ValidationInterceptorTest {

  private static final SessionCaller ALICE =
      new SessionCaller("alice", "alice", "session-1", Optional.empty());

  @Test
  void aBadRequestNeverReachesTheService() throws Exception {
    try (InProcess server = InProcess.serve(new Unreachable())) {
      Failure failure =
          call(
              server.channel(),
              AccountServiceGrpc.getCreateUserMethod(),
              CreateUserRequest.newBuilder().setUser("alice").build());
      assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_FIELD_INVALID);
      assertThat(failure.message()).contains("password is required");
      assertThat(failure.fields()).extracting("field").containsExactly("request_id", "password");
    }
  }

  @Test
  void aUnaryCallTakesAMessage() throws Exception {
    try (InProcess server = InProcess.serve(new Unreachable())) {
      Failure failure = call(server.channel(), AccountServiceGrpc.getCreateUserMethod());
      assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_FIELD_INVALID);
      assertThat(failure.message()).contains("none came");
    }
  }

  @Test
  void everyMessageOfAStreamIsChecked() throws Exception {
    Presence presence = new Presence();
    AttachRequest good = hello(7500);
    try (InProcess server = InProcess.serve(presence)) {
      Failure failure =
          call(server.channel(ALICE), PresenceServiceGrpc.getAttachMethod(), good, hello(0), good);
      assertThat(failure.message()).contains("hello.endpoints[0].port is required");
      assertThat(presence.seen).containsExactly(good);
    }
  }

  private static AttachRequest hello(int port) {
    return AttachRequest.newBuilder()
        .setHello(Hello.newBuilder().addEndpoints(Endpoint.newBuilder().setPort(port)))
        .build();
  }

  /** Makes a call as no stub would make it, and returns how it failed. */
  @SafeVarargs
  private static <Q, A> Failure call(Channel channel, MethodDescriptor<Q, A> method, Q... requests)
      throws Exception {
    CompletableFuture<Failure> end = new CompletableFuture<>();
    ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(Failure.of(status.asRuntimeException(trailers)));
          }
        },
        new Metadata());
    call.request(10);
    for (Q request : requests) {
      call.sendMessage(request);
    }
    call.halfClose();
    return end.get(30, TimeUnit.SECONDS);
  }

  private static final class Unreachable extends AccountServiceGrpc.AccountServiceImplBase {}

  private static final class Presence extends PresenceServiceGrpc.PresenceServiceImplBase {

    private final ConcurrentLinkedQueue<AttachRequest> seen = new ConcurrentLinkedQueue<>();

    @Override
    public StreamObserver<AttachRequest> attach(StreamObserver<AttachResponse> responses) {
      return new StreamObserver<>() {
        @Override
        public void onNext(AttachRequest request) {
          seen.add(request);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
          responses.onCompleted();
        }
      };
    }
  }
}
