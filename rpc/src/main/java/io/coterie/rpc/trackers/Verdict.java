package io.coterie.rpc.trackers;

import io.coterie.rpc.error.Failure;
import io.grpc.Metadata;
import io.grpc.Status;

/** What the end of a call says about the tracker that it went to. */
final class Verdict {

  private Verdict() {}

  /**
   * Whether the tracker answered, be it with a refusal. UNAVAILABLE is no answer, nor are the
   * statuses of a call that was cut off: CANCELLED by a server that stopped, or the deadline.
   */
  static boolean isAnswer(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, CANCELLED, DEADLINE_EXCEEDED -> false;
      default -> true;
    };
  }

  /** Why there was no answer, as a phrase to be read after the tracker's address. */
  static String reason(Status status, Metadata trailers) {
    String message = Failure.of(status, trailers).message();
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "did not answer in time";
    }
    if (message.contains("Connection refused")) {
      return "refused the connection; it is not running";
    }
    if (message.contains("NOT_SERVING")) {
      return "is not serving just now";
    }
    if (message.contains("certificat") || message.contains("PKIX")) {
      return "showed a certificate that is not trusted (" + message + ")";
    }
    return "is unavailable (" + message + ")";
  }
}
