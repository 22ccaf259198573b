package io.coterie.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Status;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that attacks fail, and how. */
final class Refused {

  private Refused() {}

  /**
   * Asserts the status and the reason of a call's failure.
   *
   * @param reason the reason's name without its prefix
   */
  static Failure assertRefused(Status.Code code, String reason, ThrowingCallable call) {
    Failure failure = failureOf(call);
    assertThat(failure.code() + " " + failure.reason())
        .as(failure.message())
        .isEqualTo(code + " " + ErrorReason.valueOf("ERROR_REASON_" + reason));
    return failure;
  }

  /** Asserts that the connection itself is refused, and that the other end said why. */
  static void assertNotConnected(String alert, ThrowingCallable call) {
    Failure failure = failureOf(call);
    assertThat(failure.code()).as(failure.message()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.message()).contains(alert);
  }

  private static Failure failureOf(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).as("a refusal").isNotNull();
    return Failure.of(thrown);
  }
}
