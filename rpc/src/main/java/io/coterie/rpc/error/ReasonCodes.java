package io.coterie.rpc.error;

import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;

/** The one table from reason to gRPC status; it says what the comments of the enum say. */
final class ReasonCodes {

  private static final Set<Status.Code> RULES =
      EnumSet.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.PERMISSION_DENIED,
          Status.Code.ALREADY_EXISTS,
          Status.Code.NOT_FOUND,
          Status.Code.FAILED_PRECONDITION);

  private ReasonCodes() {}

  static boolean isByTheRules(Status.Code code) {
    return RULES.contains(code);
  }

  static Status.Code codeOf(ErrorReason reason) {
    return switch (reason) {
      case ERROR_REASON_FIELD_INVALID,
          ERROR_REASON_PAGE_TOKEN_INVALID,
          ERROR_REASON_REQUEST_ID_REUSED,
          ERROR_REASON_CSR_INVALID,
          ERROR_REASON_FILE_LAYOUT_INVALID,
          ERROR_REASON_RANGE_INVALID ->
          Status.Code.INVALID_ARGUMENT;
      case ERROR_REASON_SESSION_MISSING,
          ERROR_REASON_SESSION_INVALID,
          ERROR_REASON_CREDENTIALS_WRONG,
          ERROR_REASON_CERTIFICATE_MISSING,
          ERROR_REASON_CONTROL_TOKEN_INVALID,
          ERROR_REASON_GRANT_MISSING,
          ERROR_REASON_GRANT_INVALID,
          ERROR_REASON_GRANT_EXPIRED ->
          Status.Code.UNAUTHENTICATED;
      case ERROR_REASON_GRANT_REVOKED,
          ERROR_REASON_GRANT_MISMATCH,
          ERROR_REASON_ACCOUNT_SUSPENDED,
          ERROR_REASON_REGISTRATION_CLOSED,
          ERROR_REASON_NOT_MEMBER,
          ERROR_REASON_NOT_OWNER,
          ERROR_REASON_NOT_PUBLISHER ->
          Status.Code.PERMISSION_DENIED;
      case ERROR_REASON_USER_EXISTS,
          ERROR_REASON_GROUP_EXISTS,
          ERROR_REASON_ALREADY_MEMBER,
          ERROR_REASON_JOIN_REQUEST_PENDING,
          ERROR_REASON_FILE_EXISTS,
          ERROR_REASON_DESTINATION_EXISTS,
          ERROR_REASON_TRANSFER_EXISTS ->
          Status.Code.ALREADY_EXISTS;
      case ERROR_REASON_USER_NOT_FOUND,
          ERROR_REASON_SESSION_NOT_FOUND,
          ERROR_REASON_GROUP_NOT_FOUND,
          ERROR_REASON_JOIN_REQUEST_NOT_FOUND,
          ERROR_REASON_MEMBER_NOT_FOUND,
          ERROR_REASON_FILE_NOT_FOUND,
          ERROR_REASON_NOT_SHARING,
          ERROR_REASON_CONTENT_NOT_SERVED,
          ERROR_REASON_TRANSFER_NOT_FOUND ->
          Status.Code.NOT_FOUND;
      case ERROR_REASON_OWNER_NOT_REMOVABLE,
          ERROR_REASON_SESSION_WITHOUT_PEER,
          ERROR_REASON_NOT_LOGGED_IN,
          ERROR_REASON_ALREADY_LOGGED_IN,
          ERROR_REASON_LOCAL_FILE_UNUSABLE,
          ERROR_REASON_DESTINATION_UNUSABLE,
          ERROR_REASON_TRANSFER_STATE,
          ERROR_REASON_TRACKER_NOT_TRUSTED ->
          Status.Code.FAILED_PRECONDITION;
      case ERROR_REASON_CONTENT_CHANGED -> Status.Code.ABORTED;
      case ERROR_REASON_TOO_MANY_ATTEMPTS, ERROR_REASON_OVERLOADED ->
          Status.Code.RESOURCE_EXHAUSTED;
      case ERROR_REASON_REQUEST_LATE -> Status.Code.DEADLINE_EXCEEDED;
      case ERROR_REASON_STORE_UNAVAILABLE, ERROR_REASON_DRAINING, ERROR_REASON_NO_TRACKER ->
          Status.Code.UNAVAILABLE;
      case ERROR_REASON_INTERNAL, ERROR_REASON_UNSPECIFIED, UNRECOGNIZED -> Status.Code.INTERNAL;
    };
  }
}
