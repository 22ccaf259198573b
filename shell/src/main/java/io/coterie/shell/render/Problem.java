package io.coterie.shell.render;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import java.util.List;

/**
 * Why a command failed.
 *
 * @param code the gRPC status code's name, or USAGE when the command was not even tried
 * @param reason the {@code ErrorReason} without its prefix; empty where there is none
 * @param message one plain sentence that says what to do, safe to print
 * @param usage further lines: how the command is used, with an example; may be empty
 */
public record Problem(String code, String reason, String message, List<String> usage) {
  private static final String PREFIX = "ERROR_REASON_";

  /** Copies its list. */
  public Problem {
    usage = List.copyOf(usage);
  }

  /** A command that cannot be understood. */
  public static Problem usage(String message, List<String> usage) {
    return new Problem("USAGE", "", message, usage);
  }

  /** Something that the shell itself found wrong. */
  public static Problem here(String message) {
    return new Problem("FAILED_PRECONDITION", "", message, List.of());
  }

  /** What a service answered. */
  public static Problem of(Failure failure) {
    String reason = failure.reason().name().substring(PREFIX.length());
    return new Problem(
        failure.code().name(),
        failure.reason() == ErrorReason.ERROR_REASON_UNSPECIFIED ? "" : reason,
        FailureText.sentence(failure),
        List.of());
  }
}
