package io.coterie.tracker.sql;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.time.Duration;

/** How calls are refused when the store cannot serve them. */
public final class StoreRefusals {

  private StoreRefusals() {}

  /** Refuses a call because the store does not answer in time. */
  public static Refusal unavailable(String why) {
    return new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, message(why));
  }

  /** Refuses a call because the store failed. */
  public static Refusal unavailable(String why, Throwable cause) {
    return new Refusal(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE, message(why), cause);
  }

  /** Refuses a call because too many wait already. */
  public static Refusal overloaded() {
    return new Refusal(
            ErrorReason.ERROR_REASON_OVERLOADED,
            "the tracker's store is overloaded; try again soon")
        .retryAfter(Duration.ofMillis(500));
  }

  private static String message(String why) {
    return "the tracker's store does not answer (" + why + "); call again";
  }
}
