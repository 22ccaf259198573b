package io.coterie.rpc.trackers;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.tls.UntrustedAuthorityException;
import io.grpc.Metadata;
import io.grpc.Status;
import java.security.cert.CertificateException;
import java.util.Optional;

/** What the end of a call says about the tracker that it went to. */
final class Verdict {

  private Verdict() {}

  /**
   * Whether the tracker answered, be it with a refusal. UNAVAILABLE is no answer, nor are the
   * statuses of a call that was cut off: CANCELLED by a server that stopped, the deadline, or
   * UNKNOWN, which no tracker sends, and which gRPC makes of a connection that closes early.
   */
  static boolean isAnswer(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, CANCELLED, DEADLINE_EXCEEDED, UNKNOWN -> false;
      default -> true;
    };
  }

  /** What to tell the user when the tracker's authority is not trusted. */
  static Optional<String> untrusted(Status status) {
    return cause(status, UntrustedAuthorityException.class).map(Throwable::getMessage);
  }

  private static <T extends Throwable> Optional<T> cause(Status status, Class<T> type) {
    for (Throwable t = status.getCause(); t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return Optional.of(type.cast(t));
      }
    }
    return Optional.empty();
  }

  /** Why there was no answer, as a phrase to be read after the tracker's address. */
  static String reason(Status status, Metadata trailers) {
    String message = Failure.of(status, trailers).message();
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "did not answer in time";
    }
    if (untrusted(status).isPresent()) {
      return "shows a certificate authority that is not trusted";
    }
    if (message.contains("Connection refused")) {
      return "refused the connection; it is not running";
    }
    if (message.contains("NOT_SERVING")) {
      return "is not serving just now";
    }
    if (cause(status, CertificateException.class).isPresent()) {
      return "showed a certificate that is not trusted (" + message + ")";
    }
    return "is unavailable (" + message + ")";
  }
}
