package io.coterie.rpc.error;

import io.coterie.rpc.v1.ErrorReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call is refused, for a reason that the caller can understand and act upon. Domain code throws
 * it; {@link ErrorInterceptor} turns it into the gRPC status that belongs to the reason.
 *
 * <p>A service throws it; one that answers later hands {@link StatusFactory#toException} of it to
 * {@code onError}.
 *
 * <p>Immutable: the {@code with} methods return copies, to be thrown.
 */
public final class Refusal extends RuntimeException {

  private final ErrorReason reason;
  private final List<FieldViolation> fields;
  private final Map<String, String> metadata;
  private final @Nullable Duration retryAfter;

  /**
   * Refuses for a reason.
   *
   * @param message a plain sentence that says what is wrong and what to do; shown to the user
   */
  public Refusal(ErrorReason reason, String message) {
    this(reason, message, null, List.of(), Map.of(), null);
  }

  /** Refuses for a reason that another failure brought about; the cause stays on the server. */
  public Refusal(ErrorReason reason, String message, Throwable cause) {
    this(reason, message, cause, List.of(), Map.of(), null);
  }

  private Refusal(
      ErrorReason reason,
      String message,
      @Nullable Throwable cause,
      List<FieldViolation> fields,
      Map<String, String> metadata,
      @Nullable Duration retryAfter) {
    super(message, cause);
    this.reason = reason;
    this.fields = List.copyOf(fields);
    this.metadata = Map.copyOf(metadata);
    this.retryAfter = retryAfter;
  }

  /** This refusal with one more offending field. */
  public Refusal withField(String field, String description) {
    return withFields(List.of(new FieldViolation(field, description)));
  }

  /** This refusal with more offending fields. */
  public Refusal withFields(List<FieldViolation> more) {
    List<FieldViolation> all = new ArrayList<>(fields);
    all.addAll(more);
    return new Refusal(reason, message(), getCause(), all, metadata, retryAfter);
  }

  /** This refusal with the time after which another try can help. */
  public Refusal retryAfter(Duration delay) {
    return new Refusal(reason, message(), getCause(), fields, metadata, delay);
  }

  /** This refusal with a fact for programs, sent in ErrorInfo's metadata. */
  public Refusal withMetadata(String key, String value) {
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.put(key, value);
    return new Refusal(reason, message(), getCause(), fields, all, retryAfter);
  }

  /** Why. */
  public ErrorReason reason() {
    return reason;
  }

  /**
   * Whether the rules forbid what is asked for, as things are. Not so when the caller is not known,
   * or when the call may succeed as soon as it is made again: the store is away, too many calls.
   */
  public boolean isByTheRules() {
    return ReasonCodes.isByTheRules(ReasonCodes.codeOf(reason));
  }

  /** The sentence for the user. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** The offending fields, when the request itself is at fault. */
  public List<FieldViolation> fields() {
    return fields;
  }

  /** Facts for programs. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** After which time another try can help. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
