package io.coterie.rpc.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.InProcess;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorInterceptorTest {

  private final Refusal refusal =
      new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, "the store does not answer");

  enum Callback {
    START,
    MESSAGE,
    HALF_CLOSE,
    READY
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalThrownInAnyCallbackEndsTheCall(Callback where) {
    Failure failure = callThrowing(where, refusal);
    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE);
    assertThat(failure.message()).isEqualTo("the store does not answer");
  }

  @ParameterizedTest
  @EnumSource
  void aFaultThrownInAnyCallbackDisclosesOnlyItsIncident(Callback where) {
    Failure failure = callThrowing(where, new IllegalStateException("secret detail"));
    assertThat(failure.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_INTERNAL);
    assertThat(failure.message())
        .doesNotContain("secret")
        .contains(String.valueOf(failure.metadata().get("incident")));
  }

  @Test
  void aRefusalHandedToTheObserverIsMappedToo() {
    assertThat(call(observer -> observer.onError(refusal)).reason())
        .isEqualTo(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE);
  }

  @Test
  void aStatusWithoutDetailsIsAFault() {
    Failure failure =
        call(
            observer ->
                observer.onError(
                    Status.NOT_FOUND.withDescription("made by hand").asRuntimeException()));
    assertThat(failure.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(failure.message()).doesNotContain("made by hand");
  }

  @Test
  void statusesOfOtherServersPassUnchanged() {
    Refusal elsewhere = new Refusal(ErrorReason.ERROR_REASON_NOT_OWNER, "only the owner may");
    assertThat(call(o -> o.onError(StatusFactory.toException(elsewhere))).reason())
        .isEqualTo(ErrorReason.ERROR_REASON_NOT_OWNER);
    assertThat(
            call(observer -> {
                  throw Status.UNAVAILABLE.withDescription("gone").asRuntimeException();
                })
                .message())
        .isEqualTo("gone");
  }

  private static Failure call(Consumer<StreamObserver<GetTrustBundleResponse>> body) {
    return failureOf(InProcess.serve(new TrustService(body)));
  }

  private static Failure callThrowing(Callback where, RuntimeException thrown) {
    ServerServiceDefinition service =
        ServerInterceptors.intercept(
            new TrustService(observer -> observer.onCompleted()).bindService(),
            new ThrowingInterceptor(where, thrown));
    return failureOf(InProcess.serve(() -> service));
  }

  private static Failure failureOf(InProcess server) {
    try (server) {
      TrustServiceGrpc.newBlockingStub(server.channel())
          .getTrustBundle(GetTrustBundleRequest.getDefaultInstance());
      throw new AssertionError("the call succeeded");
    } catch (StatusRuntimeException e) {
      return Failure.of(e);
    }
  }

  private static final class TrustService extends TrustServiceGrpc.TrustServiceImplBase {

    private final Consumer<StreamObserver<GetTrustBundleResponse>> body;

    TrustService(Consumer<StreamObserver<GetTrustBundleResponse>> body) {
      this.body = body;
    }

    @Override
    public void getTrustBundle(
        GetTrustBundleRequest request, StreamObserver<GetTrustBundleResponse> observer) {
      body.accept(observer);
    }
  }
}
