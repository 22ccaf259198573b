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
   * @param response the response, serialised; of no bytes when it was refused
   * @param refusal the status with which it was refused, serialised; empty when it was applied
   */
  record Outcome(String fingerprint, ByteString response, Optional<ByteString> refusal) {

    static Outcome applied(String fingerprint, ByteString response) {
      return new Outcome(fingerprint, response, Optional.empty());
    }

    static Outcome refused(String fingerprint, ByteString status) {
      return new Outcome(fingerprint, ByteString.EMPTY, Optional.of(status));
    }
  }

  /**
   * Takes the key for this transaction; false when it has an outcome that is younger than {@code
   * since}. A concurrent transaction that has taken it is waited for.
   */
  boolean claim(Tx tx, RequestKey key, String fingerprint, Instant since);

  /** Keeps the response under a claimed key. */
  void complete(Tx tx, RequestKey key, ByteString response);

  /** Keeps under a claimed key that the change was refused with this status. */
  void refuse(Tx tx, RequestKey key, ByteString status);

  /** The outcome younger than {@code since}. */
  Optional<Outcome> find(Tx tx, RequestKey key, Instant since);
}
