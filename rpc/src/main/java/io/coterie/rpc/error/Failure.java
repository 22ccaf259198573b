package io.coterie.rpc.error;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A failed call as its caller sees it.
 *
 * @param code the gRPC status
 * @param reason why, or UNSPECIFIED when the failure does not come from a service of ours (a broken
 *     connection, a deadline)
 * @param message a sentence for the user; may hold text chosen by others, so print it through
 *     {@code Names.display}
 * @param metadata facts for programs
 * @param fields the offending fields of the request, if any
 * @param retryAfter after which time another try can help, if known
 */
public record Failure(
    Status.Code code,
    ErrorReason reason,
    String message,
    Map<String, String> metadata,
    List<FieldViolation> fields,
    Optional<Duration> retryAfter) {

  private static final Pattern PIPELINE = Pattern.compile("\\s*Channel Pipeline: \\[[^]]*]");

  /** Copies the collections. */
  public Failure {
    metadata = Map.copyOf(metadata);
    fields = List.copyOf(fields);
  }

  /** As {@link Refusal#isByTheRules}. */
  public boolean isByTheRules() {
    return ReasonCodes.isByTheRules(code);
  }

  /** The reason's name as it is on the wire, such as NOT_MEMBER. */
  public String reasonName() {
    return StatusFactory.nameOf(reason);
  }

  /**
   * Reads the failure out of whatever a call, a future or local code threw; wrappers such as {@code
   * ExecutionException} are looked through. Never throws.
   */
  public static Failure of(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof Refusal refusal) {
        return of(StatusFactory.toException(refusal));
      }
      if (t instanceof StatusRuntimeException || t instanceof StatusException) {
        return ofStatus(t);
      }
    }
    return new Failure(
        Status.Code.UNKNOWN,
        ErrorReason.ERROR_REASON_UNSPECIFIED,
        String.valueOf(thrown),
        Map.of(),
        List.of(),
        Optional.empty());
  }

  /** Reads the failure out of what a call ended with; the status is not OK. */
  public static Failure of(Status status, Metadata trailers) {
    return ofStatus(status.asRuntimeException(trailers));
  }

  private static Failure ofStatus(Throwable thrown) {
    Status status = Status.fromThrowable(thrown);
    com.google.rpc.@Nullable Status proto = StatusProto.fromThrowable(thrown);
    List<Any> details = proto == null ? List.of() : proto.getDetailsList();
    ErrorInfo info =
        find(details, ErrorInfo.class)
            .filter(found -> found.getDomain().equals(StatusFactory.DOMAIN))
            .orElse(ErrorInfo.getDefaultInstance());
    return new Failure(
        status.getCode(),
        reasonOf(info),
        messageOf(status),
        info.getMetadataMap(),
        find(details, BadRequest.class).stream()
            .flatMap(request -> request.getFieldViolationsList().stream())
            .map(found -> new FieldViolation(found.getField(), found.getDescription()))
            .toList(),
        find(details, RetryInfo.class)
            .map(RetryInfo::getRetryDelay)
            .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos())));
  }

  private static <M extends Message> Optional<M> find(List<Any> details, Class<M> type) {
    for (Any detail : details) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException malformed) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static ErrorReason reasonOf(ErrorInfo info) {
    try {
      return ErrorReason.valueOf(StatusFactory.REASON_PREFIX + info.getReason());
    } catch (IllegalArgumentException newerThanUs) {
      return ErrorReason.ERROR_REASON_UNSPECIFIED;
    }
  }

  private static String messageOf(Status status) {
    String description = withoutPipeline(status.getDescription());
    Throwable root = status.getCause();
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    String cause = root == null ? null : root.getMessage();
    if (description == null) {
      return cause == null ? "the call failed with " + status.getCode() : cause;
    }
    return cause == null || description.contains(cause) ? description : description + ": " + cause;
  }

  /** Without the line in which gRPC lists its own parts when a handshake fails. */
  private static @Nullable String withoutPipeline(@Nullable String description) {
    return description == null ? null : PIPELINE.matcher(description).replaceAll("");
  }
}
