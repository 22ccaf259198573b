package io.coterie.rpc.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.testing.InProcess;
import io.coterie.rpc.v1.Auth;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.ListSessionsRequest;
import io.coterie.tracker.v1.ListSessionsResponse;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallersTest {

  private static final SessionCaller ALICE =
      new SessionCaller("Alice", "alice", "session-1", Optional.empty());

  @Test
  void theServiceSeesTheCallerInItsContext() {
    try (InProcess server = InProcess.serve(new Sessions())) {
      var response =
          SessionServiceGrpc.newBlockingStub(server.channel(ALICE))
              .listSessions(ListSessionsRequest.getDefaultInstance());
      assertThat(response.getNextPageToken()).isEqualTo("Alice");
    }
  }

  @Test
  void aStrangerIsRefusedWhereASessionIsDeclared() {
    try (InProcess server = InProcess.serve(new Sessions())) {
      var stub = SessionServiceGrpc.newBlockingStub(server.channel());
      assertThatThrownBy(() -> stub.listSessions(ListSessionsRequest.getDefaultInstance()))
          .extracting(thrown -> Failure.of(thrown).reason())
          .isEqualTo(ErrorReason.ERROR_REASON_SESSION_MISSING);
    }
  }

  @Test
  void anAuthenticatorsRefusalReachesTheCaller() {
    Map<Auth, Authenticator> storeDown =
        Map.of(
            Auth.AUTH_SESSION,
            (headers, attributes) -> {
              throw new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, "call again");
            });
    try (InProcess server = InProcess.serve(storeDown, new Sessions())) {
      var stub = SessionServiceGrpc.newBlockingStub(server.channel(ALICE));
      assertThatThrownBy(() -> stub.listSessions(ListSessionsRequest.getDefaultInstance()))
          .extracting(thrown -> Failure.of(thrown).reason())
          .isEqualTo(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE);
    }
  }

  @Test
  void askingForTheWrongKindOfCallerIsAFaultOfTheService() {
    BindableService confused =
        new TrustServiceGrpc.TrustServiceImplBase() {
          @Override
          public void getTrustBundle(
              GetTrustBundleRequest request, StreamObserver<GetTrustBundleResponse> observer) {
            assertThat(Callers.current()).isEqualTo(new Anyone());
            Callers.session();
          }
        };
    try (InProcess server = InProcess.serve(confused)) {
      var stub = TrustServiceGrpc.newBlockingStub(server.channel(ALICE));
      assertThatThrownBy(() -> stub.getTrustBundle(GetTrustBundleRequest.getDefaultInstance()))
          .extracting(thrown -> Failure.of(thrown).reason())
          .isEqualTo(ErrorReason.ERROR_REASON_INTERNAL);
    }
  }

  @Test
  void aServiceThatDeclaresNoAuthenticationIsNotServed() {
    BindableService undeclared = new HealthGrpc.HealthImplBase() {};
    assertThatThrownBy(() -> InProcess.serve(undeclared))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grpc.health.v1.Health/");
  }

  @Test
  void aMethodWithoutItsDescriptorIsNotServed() {
    MethodDescriptor<ListSessionsRequest, ListSessionsResponse> bare =
        SessionServiceGrpc.getListSessionsMethod().toBuilder().setSchemaDescriptor(null).build();
    BindableService service =
        () ->
            ServerServiceDefinition.builder(bare.getServiceName())
                .addMethod(bare, (call, headers) -> new io.grpc.ServerCall.Listener<>() {})
                .build();
    assertThatThrownBy(() -> InProcess.serve(service)).isInstanceOf(IllegalArgumentException.class);
  }

  private static final class Sessions extends SessionServiceGrpc.SessionServiceImplBase {
    @Override
    public void listSessions(
        ListSessionsRequest request, StreamObserver<ListSessionsResponse> observer) {
      observer.onNext(
          ListSessionsResponse.newBuilder().setNextPageToken(Callers.session().user()).build());
      observer.onCompleted();
    }
  }
}
