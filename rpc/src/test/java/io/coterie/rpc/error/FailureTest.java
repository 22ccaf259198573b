package io.coterie.rpc.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void aRefusalIsReadAsItWasWritten() {
    Refusal refusal =
        new Refusal(ErrorReason.ERROR_REASON_TOO_MANY_ATTEMPTS, "wait before you try again")
            .withField("password", "is wrong")
            .withMetadata("attempts", "5")
            .retryAfter(Duration.ofMillis(1500));
    Failure failure = Failure.of(new ExecutionException(StatusFactory.toException(refusal)));
    assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_TOO_MANY_ATTEMPTS);
    assertThat(failure.message()).isEqualTo("wait before you try again");
    assertThat(failure.fields()).containsExactly(new FieldViolation("password", "is wrong"));
    assertThat(failure.metadata()).containsEntry("attempts", "5");
    assertThat(failure.retryAfter()).contains(Duration.ofMillis(1500));
    assertThat(Failure.of(refusal)).isEqualTo(failure);
    assertThat(Failure.of(StatusFactory.toException(StatusFactory.toBytes(refusal))))
        .as("kept and told again")
        .isEqualTo(failure);
  }

  @Test
  void aBrokenConnectionSaysWhatBrokeIt() {
    Failure failure =
        Failure.of(
            Status.UNAVAILABLE
                .withDescription("io exception")
                .withCause(new RuntimeException(new ConnectException("Connection refused: x:1")))
                .asRuntimeException());
    assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_UNSPECIFIED);
    assertThat(failure.message()).isEqualTo("io exception: Connection refused: x:1");
  }

  @Test
  void aFailedHandshakeSaysWhyAndNoMore() {
    Failure failure =
        Failure.of(
            Status.UNAVAILABLE
                .withDescription("io exception\nChannel Pipeline: [SslHandler#0, Tail#0]")
                .withCause(new RuntimeException("unable to find valid certification path")),
            new Metadata());
    assertThat(failure.message())
        .isEqualTo("io exception: unable to find valid certification path");
  }

  @Test
  void whatIsNoCallAtAllIsUnknown() {
    assertThat(Failure.of(new IllegalStateException("odd")).code()).isEqualTo(Status.Code.UNKNOWN);
  }

  @Test
  void aLongMessageIsCutWhereACharacterEnds() {
    String long1 = "x".repeat(499) + "\uD83D\uDE00".repeat(20_000);
    Failure failure = Failure.of(new Refusal(ErrorReason.ERROR_REASON_NOT_OWNER, long1));
    assertThat(failure.message()).isEqualTo("x".repeat(499) + "…");
  }
}
