package io.coterie.rpc.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.InProcess;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.CreateUserResponse;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviousAttemptsTest {

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("grpc-previous-rpc-attempts", Metadata.ASCII_STRING_MARSHALLER);

  private final InProcess server =
      InProcess.serve(
          new AccountServiceGrpc.AccountServiceImplBase() {
            @Override
            public void createUser(
                CreateUserRequest request, StreamObserver<CreateUserResponse> call) {
              call.onNext(
                  CreateUserResponse.newBuilder()
                      .setUser(Integer.toString(PreviousAttempts.count()))
                      .build());
              call.onCompleted();
            }
          });

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFirstAttemptSaysNothing() {
    Metadata headers = new Metadata();
    PreviousAttempts.send(headers, 0);

    assertThat(headers.keys()).isEmpty();
    assertThat(seenWith(headers)).isEqualTo("0");
  }

  @Test
  void theCountReachesTheService() {
    Metadata headers = new Metadata();
    PreviousAttempts.send(headers, 12);

    assertThat(seenWith(headers)).isEqualTo("12");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7", "-1, 1", "many, 1", "99999999999, 1", "'', 1"})
  void whateverIsSentIsUnderstood(String sent, String seen) {
    Metadata headers = new Metadata();
    headers.put(HEADER, sent);

    assertThat(seenWith(headers)).isEqualTo(seen);
  }

  private String seenWith(Metadata headers) {
    return AccountServiceGrpc.newBlockingStub(server.channel())
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .createUser(
            CreateUserRequest.newBuilder()
                .setRequestId("request-1")
                .setUser("alice")
                .setPassword("correct horse")
                .build())
        .getUser();
  }
}
