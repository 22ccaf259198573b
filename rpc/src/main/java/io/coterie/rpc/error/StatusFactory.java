package io.coterie.rpc.error;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The only place where a status is built: google.rpc.Status with ErrorInfo, and BadRequest and
 * RetryInfo where they say something. Bounded, because a status travels in the trailers.
 */
public final class StatusFactory {

  /** The domain in ErrorInfo of every status of ours. */
  public static final String DOMAIN = "coterie";

  static final String REASON_PREFIX = "ERROR_REASON_";

  private static final int MAX_MESSAGE = 500;
  private static final int MAX_FIELDS = 10;

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private StatusFactory() {}

  /** The status of a refusal, as the exception that a stub would throw. */
  public static StatusRuntimeException toException(Refusal refusal) {
    return StatusProto.toStatusRuntimeException(statusOf(refusal));
  }

  /** The status of a refusal, to be kept and told again by {@link #toException(ByteString)}. */
  public static ByteString toBytes(Refusal refusal) {
    return statusOf(refusal).toByteString();
  }

  /**
   * The status that was kept, as the exception that a stub would throw.
   *
   * @throws IllegalArgumentException when it was not made by {@link #toBytes}
   */
  public static StatusRuntimeException toException(ByteString kept) {
    try {
      return StatusProto.toStatusRuntimeException(Status.parseFrom(kept));
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalArgumentException("the status that was kept cannot be read", broken);
    }
  }

  private static Status statusOf(Refusal refusal) {
    Status.Builder status =
        Status.newBuilder()
            .setCode(ReasonCodes.codeOf(refusal.reason()).value())
            .setMessage(shorten(refusal.message()))
            .addDetails(Any.pack(errorInfo(refusal)));
    if (!refusal.fields().isEmpty()) {
      status.addDetails(Any.pack(badRequest(refusal)));
    }
    refusal.retryAfter().ifPresent(delay -> status.addDetails(Any.pack(retryInfo(delay))));
    return status.build();
  }

  /** The status of a call that was given up on this side, which is nobody's refusal. */
  public static io.grpc.Status cancelled(@Nullable String message, @Nullable Throwable cause) {
    return io.grpc.Status.CANCELLED.withDescription(message).withCause(cause);
  }

  /** The status of a call that could not be sent from here. */
  public static io.grpc.Status unavailable(String message) {
    return io.grpc.Status.UNAVAILABLE.withDescription(message);
  }

  /** Whether the trailers carry details, as every status built here does. */
  static boolean hasDetails(Metadata trailers) {
    return trailers.containsKey(DETAILS);
  }

  private static ErrorInfo errorInfo(Refusal refusal) {
    return ErrorInfo.newBuilder()
        .setReason(nameOf(refusal.reason()))
        .setDomain(DOMAIN)
        .putAllMetadata(refusal.metadata())
        .build();
  }

  static String nameOf(ErrorReason reason) {
    return reason.name().substring(REASON_PREFIX.length());
  }

  private static BadRequest badRequest(Refusal refusal) {
    BadRequest.Builder request = BadRequest.newBuilder();
    refusal.fields().stream()
        .limit(MAX_FIELDS)
        .forEach(
            violation ->
                request
                    .addFieldViolationsBuilder()
                    .setField(violation.field())
                    .setDescription(shorten(violation.description())));
    return request.build();
  }

  private static RetryInfo retryInfo(Duration delay) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(delay.getSeconds())
                .setNanos(delay.getNano()))
        .build();
  }

  private static String shorten(String text) {
    if (text.length() <= MAX_MESSAGE) {
      return text;
    }
    int end =
        Character.isHighSurrogate(text.charAt(MAX_MESSAGE - 1)) ? MAX_MESSAGE - 1 : MAX_MESSAGE;
    return text.substring(0, end) + "…";
  }
}
