package io.coterie.tracker.request;

import com.google.protobuf.ByteString;
import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.Optional;

/** Where first outcomes are kept. */
public interface RequestLog {

  /**
   * The outcome of a change.
   *
   * @param fingerprint of the request that brought it about
   * @param response the response, serialised
   */
  record Outcome(String fingerprint, ByteString response) {}

  /**
   * Takes the key for this transaction; false when it has an outcome that is younger than {@code
   * since}. A concurrent transaction that has taken it is waited for.
   */
  boolean claim(Tx tx, RequestKey key, String fingerprint, Instant since);

  /** Keeps the outcome under a claimed key. */
  void complete(Tx tx, RequestKey key, ByteString response);

  /** The outcome younger than {@code since}. */
  Optional<Outcome> find(Tx tx, RequestKey key, Instant since);
}
