package io.coterie.shell.render;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.FieldViolation;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import java.time.Duration;
import java.util.stream.Collectors;

/** Turns what a service answered into one sentence that says what to do. */
final class FailureText {
  /** Stands before the advice in the messages of the services. */
  private static final String ADVICE = "; ";

  private FailureText() {}

  static String sentence(Failure failure) {
    if (failure.reason() == ErrorReason.ERROR_REASON_UNSPECIFIED) {
      return withoutReason(failure);
    }
    String said = said(failure);
    String hint = hint(failure);
    return hint.isEmpty() ? said : fact(said) + ADVICE + hint;
  }

  /** A failure of the connection, not of a service: what the library says of it is not plain. */
  private static String withoutReason(Failure failure) {
    return switch (failure.code()) {
      case DEADLINE_EXCEEDED -> "no answer came in time; try again";
      case CANCELLED -> "the call was cancelled";
      // A tracker that cannot be reached has a reason: this is the peer.
      case UNAVAILABLE -> "the peer does not answer; start it again, and then this shell";
      default -> Names.display(failure.message());
    };
  }

  private static String hint(Failure failure) {
    return switch (failure.reason()) {
      case ERROR_REASON_SESSION_MISSING,
          ERROR_REASON_SESSION_INVALID,
          ERROR_REASON_SESSION_WITHOUT_PEER,
          ERROR_REASON_NOT_LOGGED_IN ->
          "log in with: login USER";
      case ERROR_REASON_CREDENTIALS_WRONG -> "check it and try again";
      case ERROR_REASON_ALREADY_LOGGED_IN -> "log out first with: logout";
      case ERROR_REASON_GROUP_NOT_FOUND -> "list_groups shows the groups there are";
      case ERROR_REASON_NOT_MEMBER -> "ask to be let in with: join_group GROUP";
      case ERROR_REASON_JOIN_REQUEST_NOT_FOUND -> "list_requests shows who asks";
      case ERROR_REASON_MEMBER_NOT_FOUND -> "list_members shows who is";
      case ERROR_REASON_FILE_NOT_FOUND -> "list_files shows the files there are";
      case ERROR_REASON_TRANSFER_NOT_FOUND -> "show_downloads shows the transfers there are";
      case ERROR_REASON_DESTINATION_EXISTS -> "choose another DEST, or replace it with --force";
      case ERROR_REASON_SESSION_NOT_FOUND -> "list_sessions shows yours";
      case ERROR_REASON_TOO_MANY_ATTEMPTS, ERROR_REASON_OVERLOADED ->
          "try again " + failure.retryAfter().map(FailureText::in).orElse("in a while");
      default -> "";
    };
  }

  private static String in(Duration wait) {
    return "in " + Units.duration(Math.max(1, wait.plusMillis(999).toSeconds()));
  }

  /** What is said without the advice at its end, which a hint of the shell replaces. */
  private static String fact(String said) {
    int advice = said.lastIndexOf(ADVICE);
    return advice < 0 ? said : said.substring(0, advice);
  }

  /** For wrong fields only what is wrong with each: whoever typed them knows of no request. */
  private static String said(Failure failure) {
    String said =
        failure.fields().isEmpty()
            ? failure.message()
            : failure.fields().stream()
                .map(FieldViolation::toString)
                .collect(Collectors.joining(", and "));
    return withoutStop(Names.display(said));
  }

  private static String withoutStop(String text) {
    String trimmed = text.strip();
    return trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
  }
}
