package io.coterie.peer.source;

import io.coterie.rpc.tls.PeerId;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one download has learned of one source: whether it may be asked, when, and how it has done.
 * Confined to the download.
 */
public final class Source {
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);

  private SourceInfo info;
  private int endpoint;
  private int failures;
  private long notBefore;
  private boolean inUse;
  private @Nullable String ban;
  private String trouble = "";
  private int badPieces;
  private long verifiedBytes;

  Source(SourceInfo info, long now) {
    this.info = info;
    notBefore = now;
  }

  /** What the tracker said last. */
  public SourceInfo info() {
    return info;
  }

  /** The peer's id. */
  public PeerId peerId() {
    return info.peerId();
  }

  /** The address in use, or to be tried next; empty while none is known. */
  public String endpoint() {
    return info.endpoints().isEmpty()
        ? ""
        : info.endpoints().get(endpoint % info.endpoints().size());
  }

  /** What was wrong with it last, completing "this peer ..."; empty when nothing was. */
  public String trouble() {
    return trouble;
  }

  /** Why it is asked no more, completing "this peer ..."; empty when it is not banned. */
  public Optional<String> ban() {
    return Optional.ofNullable(ban);
  }

  /** How often it has failed since it last sent a good piece. */
  public int failures() {
    return failures;
  }

  /** How many of its pieces failed verification. */
  public int badPieces() {
    return badPieces;
  }

  /** How many verified bytes came from it. */
  public long verifiedBytes() {
    return verifiedBytes;
  }

  /** Whether it is taken and not given back. */
  public boolean isInUse() {
    return inUse;
  }

  /** Whether it is reachable as far as the tracker knows, and not banned. */
  public boolean isUsable() {
    return ban == null && info.online() && !info.endpoints().isEmpty();
  }

  /** When it may be asked again after a failure, on the clock of {@code System.nanoTime()}. */
  public long notBefore() {
    return notBefore;
  }

  /** A good piece came from it. */
  public void delivered(int bytes) {
    verifiedBytes += bytes;
    failures = 0;
    trouble = "";
  }

  /** It has sent a piece that fails verification. */
  public void sentBadPiece() {
    badPieces++;
  }

  /**
   * It has failed and is left alone for a while: twice as long each time, from half a second to a
   * minute, give or take a half. Another of its endpoints is tried at once.
   *
   * @param what completes "this peer ..."
   * @param atLeast the least time to leave it alone
   */
  public void failed(String what, Duration atLeast, long now, RandomGenerator random) {
    trouble = what;
    endpoint++;
    if (endpoint % Math.max(1, info.endpoints().size()) != 0 && atLeast.isZero()) {
      return;
    }
    long longest = LONGEST_BACKOFF.toNanos();
    long backoff = Math.min(longest, FIRST_BACKOFF.toNanos() << Math.min(failures, 10));
    failures++;
    long jittered = backoff / 2 + random.nextLong(backoff);
    notBefore = now + Math.max(atLeast.toNanos(), jittered);
  }

  /**
   * It has done nothing wrong, and is left alone for a minute because others may be of more use.
   *
   * @param what completes "this peer ..."
   */
  public void setAside(String what, long now) {
    trouble = what;
    notBefore = now + LONGEST_BACKOFF.toNanos();
  }

  /**
   * It is never asked again by this download.
   *
   * @param what completes "this peer ..."
   */
  public void banned(String what) {
    ban = what;
    trouble = what;
  }

  void take() {
    inUse = true;
  }

  void giveBack() {
    inUse = false;
  }

  /** Takes the tracker's latest word; a peer that has moved or come back starts afresh. */
  void update(SourceInfo latest, long now) {
    boolean moved = !latest.endpoints().equals(info.endpoints());
    boolean cameBack = latest.online() && !info.online();
    info = latest;
    if (moved || cameBack) {
      endpoint = 0;
      failures = 0;
      notBefore = now;
    }
  }
}
