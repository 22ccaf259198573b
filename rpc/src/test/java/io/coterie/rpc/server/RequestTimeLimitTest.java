package io.coterie.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.testing.HeldCall;
import io.coterie.rpc.testing.InProcess;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestTimeLimitTest {

  private final List<StreamObserver<GetTrustBundleResponse>> served = new ArrayList<>();

  private final InProcess server =
      InProcess.serveDirectly(
          new TrustServiceGrpc.TrustServiceImplBase() {
            @Override
            public void getTrustBundle(
                GetTrustBundleRequest request, StreamObserver<GetTrustBundleResponse> call) {
              served.add(call);
            }
          });

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aRequestThatDoesNotComeEndsTheCall() {
    var held = hold();
    var other = hold();
    server.requestTimer().advance(RequestTimeLimit.LIMIT.minusMillis(1));
    other.complete(GetTrustBundleRequest.getDefaultInstance());

    server.requestTimer().advance(Duration.ofMillis(1));

    Failure late = held.failure().orElseThrow();
    assertThat(late.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(late.reason()).isEqualTo(ErrorReason.ERROR_REASON_REQUEST_LATE);
    assertThat(server.requestTimer().pending()).isZero();
    assertThat(served).hasSize(1);
  }

  @Test
  void theAnswerMayTakeLonger() {
    var call = hold().complete(GetTrustBundleRequest.getDefaultInstance());

    server.requestTimer().advance(RequestTimeLimit.LIMIT.multipliedBy(2));
    served.get(0).onNext(GetTrustBundleResponse.getDefaultInstance());
    served.get(0).onCompleted();

    assertThat(call.failure()).isEmpty();
  }

  private HeldCall<GetTrustBundleRequest, GetTrustBundleResponse> hold() {
    return new HeldCall<>(server.channel(), TrustServiceGrpc.getGetTrustBundleMethod());
  }
}
