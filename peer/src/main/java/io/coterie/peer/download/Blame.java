package io.coterie.peer.download;

import io.coterie.peer.content.HashMismatchException;
import io.coterie.peer.fetch.StreamEnd;
import io.coterie.peer.source.Source;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Decides what becomes of a source after it has failed: left alone for a while, or banned. */
final class Blame {
  private static final Duration NOT_SERVED = Duration.ofSeconds(10);
  private static final int MAX_MESSAGE = 200;

  private Blame() {}

  /** A stream or a watch has ended. */
  static void forEnd(StreamEnd end, Source source, long now, RandomGenerator random) {
    if (end instanceof StreamEnd.Misbehaved misbehaved) {
      source.banned(misbehaved.what());
    } else if (end instanceof StreamEnd.BadPiece bad) {
      source.sentBadPiece();
      source.banned("sent a piece that fails verification (piece " + bad.piece() + ")");
    } else if (end instanceof StreamEnd.Stalled) {
      source.failed("does not send anything", Duration.ZERO, now, random);
    } else if (end instanceof StreamEnd.Lost lost) {
      forFailure(lost.failure(), source, now, random);
    }
  }

  /** The piece hashes could not be had. */
  static void forHashes(Throwable thrown, Source source, long now, RandomGenerator random) {
    if (PlainWords.unwrap(thrown) instanceof HashMismatchException) {
      source.banned("sent piece hashes that do not belong to the file");
    } else {
      forFailure(Failure.of(thrown), source, now, random);
    }
  }

  /** Whether the source does not have what the tracker says it has. */
  static boolean isNotServed(StreamEnd end) {
    return end instanceof StreamEnd.Lost lost
        && lost.failure().reason() == ErrorReason.ERROR_REASON_CONTENT_NOT_SERVED;
  }

  private static void forFailure(Failure failure, Source source, long now, RandomGenerator random) {
    Duration atLeast = failure.retryAfter().orElse(Duration.ZERO);
    switch (failure.reason()) {
      case ERROR_REASON_CONTENT_NOT_SERVED ->
          source.failed("does not serve this file", NOT_SERVED, now, random);
      case ERROR_REASON_CONTENT_CHANGED ->
          source.failed("had its copy changed and withdrawn", NOT_SERVED, now, random);
      case ERROR_REASON_OVERLOADED -> source.failed("is at its limit", atLeast, now, random);
      case ERROR_REASON_NO_TRACKER ->
          source.failed("needs a fresh grant, which no tracker gives", atLeast, now, random);
      case ERROR_REASON_UNSPECIFIED -> source.failed(unanswered(failure), atLeast, now, random);
      default -> source.failed("refuses: " + shortened(failure), atLeast, now, random);
    }
  }

  private static String unanswered(Failure failure) {
    return switch (failure.code()) {
      case UNAVAILABLE -> "cannot be reached (" + shortened(failure) + ")";
      case DEADLINE_EXCEEDED -> "does not answer";
      default -> "failed (" + shortened(failure) + ")";
    };
  }

  /** What a stranger says is kept, but not at any length. */
  private static String shortened(Failure failure) {
    String message = failure.message();
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
  }
}
