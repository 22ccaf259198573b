package io.coterie.tracker.request;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.request.RequestLog.Outcome;
import io.coterie.tracker.session.Sessions;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Applies a change once, however often it is asked for under one key within 24 hours (AIP-155). A
 * repeated call gets the first response; another request under the same key is refused with
 * REQUEST_ID_REUSED. The outcome is written with the change, in one transaction, so a concurrent
 * duplicate waits for the first; what is refused leaves no trace.
 *
 * <p>A session that has ended since the call was authenticated changes nothing any more: it is
 * looked at again in the transaction of the change. It still gets first responses.
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
    return apply(key, fingerprints.of(key, request), parser, work);
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
    String fingerprint = fingerprints.of(key, request);
    Optional<Outcome> known = transactions.lookUp(tx -> log.find(tx, key, tx.now().minus(KEPT)));
    if (known.isPresent()) {
      // Only a write waits until what it read is durable: a commit whose wait for a standby was
      // cancelled can be read before any standby has it.
      return apply(key, fingerprint, parser, tx -> work.apply(tx, prepare.get()));
    }
    P prepared = prepare.get();
    return apply(key, fingerprint, parser, tx -> work.apply(tx, prepared));
  }

  private <R extends Message> R apply(
      RequestKey key, String fingerprint, Parser<R> parser, Function<Tx, R> work) {
    return transactions.write(
        tx -> {
          if (!log.claim(tx, key, fingerprint, tx.now().minus(KEPT))) {
            Outcome first = log.find(tx, key, tx.now().minus(KEPT)).orElseThrow();
            return repeated(first, fingerprint, parser);
          }
          key.session().ifPresent(caller -> sessions.require(tx, caller));
          R response = work.apply(tx);
          log.complete(tx, key, response.toByteString());
          return response;
        });
  }

  private static <R extends Message> R repeated(
      Outcome first, String fingerprint, Parser<R> parser) {
    if (!first.fingerprint().equals(fingerprint)) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_REQUEST_ID_REUSED,
              "this request_id was used for another request; make a new one for each change")
          .withField("request_id", "was used for another request");
    }
    try {
      return parser.parseFrom(first.response());
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalStateException("the store holds a response that cannot be read", broken);
    }
  }
}
