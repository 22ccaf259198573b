package io.coterie.tracker.request;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.coterie.rpc.attempt.PreviousAttempts;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.error.StatusFactory;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.request.RequestLog.Outcome;
import io.coterie.tracker.session.Sessions;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Applies a change once, however often it is asked for under one key within 24 hours (AIP-155). A
 * repeated call gets the first outcome; another request under the same key is refused with
 * REQUEST_ID_REUSED. The outcome is written with the change, in one transaction, so a concurrent
 * duplicate waits for the first.
 *
 * <p>A first attempt that the rules refuse leaves no trace. With {@link PreviousAttempts} the
 * refusal is an outcome as well: recorded before it is told, so that an attempt which is still on
 * its way, at a tracker that stood still, is refused alike and not applied after all.
 *
 * <p>A session that has ended since the call was authenticated changes nothing any more: it is
 * looked at again in the transaction of the change. It still gets first outcomes.
 */
public final class Requests {

  /** How long outcomes are kept. */
  public static final Duration KEPT = Duration.ofHours(24);

  private final Transactions transactions;
  private final RequestLog log;
  private final Sessions sessions;
  private final Fingerprints fingerprints;

  public Requests(
      Transactions transactions, RequestLog log, Sessions sessions, SecretDigest secrets) {
    this.transactions = transactions;
    this.log = log;
    this.sessions = sessions;
    this.fingerprints = new Fingerprints(secrets);
  }

  /** Applies {@code work} in a transaction and returns its response, or the first one's. */
  public <R extends Message> R once(
      RequestKey key, Message request, Parser<R> parser, Function<Tx, R> work) {
    return settle(key, request, parser, fingerprint -> apply(key, fingerprint, work));
  }

  /**
   * As the other, with a preparation outside the transaction for what is slow. It is left out when
   * the outcome is known already.
   */
  public <P, R extends Message> R once(
      RequestKey key,
      Message request,
      Parser<R> parser,
      Supplier<P> prepare,
      BiFunction<Tx, P, R> work) {
    return settle(
        key,
        request,
        parser,
        fingerprint -> {
          if (transactions.lookUp(tx -> log.find(tx, key, since(tx))).isPresent()) {
            // Only a write waits until what it read is durable: a commit whose wait for a standby
            // was cancelled can be read before any standby has it.
            return apply(key, fingerprint, tx -> work.apply(tx, prepare.get()));
          }
          P prepared = prepare.get();
          return apply(key, fingerprint, tx -> work.apply(tx, prepared));
        });
  }

  private <R extends Message> R settle(
      RequestKey key, Message request, Parser<R> parser, Function<String, Outcome> change) {
    String fingerprint = fingerprints.of(key, request);
    Outcome outcome;
    try {
      outcome = change.apply(fingerprint);
    } catch (Refusal refusal) {
      if (PreviousAttempts.count() == 0 || !refusal.isByTheRules()) {
        throw refusal;
      }
      outcome = refuse(key, fingerprint, refusal);
    }
    return answer(outcome, fingerprint, parser);
  }

  private Outcome apply(RequestKey key, String fingerprint, Function<Tx, ? extends Message> work) {
    return transactions.write(
        tx -> {
          if (!log.claim(tx, key, fingerprint, since(tx))) {
            return first(tx, key);
          }
          key.session().ifPresent(caller -> sessions.require(tx, caller));
          ByteString response = work.apply(tx).toByteString();
          log.complete(tx, key, response);
          return Outcome.applied(fingerprint, response);
        });
  }

  /**
   * In a transaction of its own, as the one that was refused is undone; others may come between.
   */
  private Outcome refuse(RequestKey key, String fingerprint, Refusal refusal) {
    ByteString status = StatusFactory.toBytes(refusal);
    return transactions.write(
        tx -> {
          if (!log.claim(tx, key, fingerprint, since(tx))) {
            return first(tx, key);
          }
          log.refuse(tx, key, status);
          return Outcome.refused(fingerprint, status);
        });
  }

  private Outcome first(Tx tx, RequestKey key) {
    return log.find(tx, key, since(tx)).orElseThrow();
  }

  private static Instant since(Tx tx) {
    return tx.now().minus(KEPT);
  }

  private static <R extends Message> R answer(
      Outcome outcome, String fingerprint, Parser<R> parser) {
    if (!outcome.fingerprint().equals(fingerprint)) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_REQUEST_ID_REUSED,
              "this request_id was used for another request; make a new one for each change")
          .withField("request_id", "was used for another request");
    }
    Optional<ByteString> refusal = outcome.refusal();
    if (refusal.isPresent()) {
      throw StatusFactory.toException(refusal.get());
    }
    try {
      return parser.parseFrom(outcome.response());
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalStateException("the store holds a response that cannot be read", broken);
    }
  }
}
