package io.coterie.tracker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that calls are refused. */
public final class Refused {

  private Refused() {}

  /**
   * Asserts that the call fails and returns how.
   *
   * @param reason the reason's name without its prefix
   */
  public static Failure assertRefused(String reason, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).as("a refusal for " + reason).isNotNull();
    Failure failure = Failure.of(thrown);
    assertThat(failure.reason())
        .as(failure.message())
        .isEqualTo(ErrorReason.valueOf("ERROR_REASON_" + reason));
    return failure;
  }
}
