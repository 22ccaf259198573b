package io.coterie.peer.download;

import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.fetch.Grant;
import io.coterie.peer.fetch.StreamEnd;
import io.coterie.peer.plan.PiecePicker;
import io.coterie.peer.plan.PieceWindow;
import io.coterie.peer.plan.Takeover;
import io.coterie.peer.source.PeerConnection;
import io.coterie.peer.source.PeerConnections;
import io.coterie.peer.source.Source;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Gets the missing pieces from several sources at once: keeps sources connected, divides the pieces
 * among them, and lets go of those that fail. Confined to the download's executor.
 *
 * <pre>
 *   pool ──take──► link ──holds──► picker ──pick──► link.ask
 *                   │ verified ──► picker: losers cancelled, next pieces asked for
 *                   └ ended ─────► picker: its pieces go to others; blame; next source
 * </pre>
 */
final class Swarm implements SourceLink.Listener {
  /**
   * How many sources are used at a time. With few of them, those who have pieces first are used by
   * all, and those who come later by nobody: thirty peers then use half of what they could send.
   */
  static final int MAX_LINKS = 32;

  /** For how long a source is used at least before it is compared with others. */
  private static final double TRIAL_NANOS = 10e9;

  /** How long a source may bring next to nothing of what others could bring. */
  private static final double PATIENCE_NANOS = 60e9;

  private final SourcePool pool;
  private final PeerConnections peers;
  private final SourceLink.Work work;
  private final RandomGenerator random;
  private final Runnable changed;
  private final PieceLayout layout;
  private final PiecePicker<SourceLink> picker;
  private final List<SourceLink> links = new ArrayList<>();
  private final CompletableFuture<Void> result = new CompletableFuture<>();

  /**
   * Prepares to get what is missing.
   *
   * @param have the pieces that are there already
   * @param changed told when something has come of it
   */
  Swarm(
      SourcePool pool,
      PeerConnections peers,
      SourceLink.Work work,
      BitSet have,
      RandomGenerator random,
      Runnable changed) {
    this.pool = pool;
    this.peers = peers;
    this.work = work;
    this.random = random;
    this.changed = changed;
    layout = work.hashes().layout();
    picker = new PiecePicker<>(layout.pieceCount(), have, random, work.resources()::nanoTime);
    finishIfWhole();
  }

  /** Completes when every piece is there; fails with an IOException that is not a source's. */
  CompletableFuture<Void> result() {
    return result;
  }

  /** Connects to as many sources as may be of use. */
  void proceed() {
    while (links.size() < MAX_LINKS && !result.isDone()) {
      Optional<Source> source = pool.take();
      if (source.isEmpty()) {
        return;
      }
      connect(source.get());
    }
  }

  /** Carries a fresh grant to the sources. */
  void refresh(Grant grant) {
    links.forEach(link -> link.refresh(grant));
  }

  /** Looks after the sources. */
  void tick() {
    List.copyOf(links).forEach(link -> link.tick(picker.outstanding(link) > 0));
    dismissIdle();
    makeRoom();
    proceed();
    pumpAll();
  }

  /** Lets go of all sources. The result, if it is not there, is cancelled. */
  void close() {
    result.cancel(false);
    links.forEach(
        link -> {
          link.close();
          pool.directory().giveBack(link.source());
        });
    links.clear();
  }

  /** The sources in use. */
  List<SourceLink> links() {
    return List.copyOf(links);
  }

  /** How many sources are connected. */
  int connected() {
    return (int) links.stream().filter(SourceLink::isConnected).count();
  }

  /** How many pieces a source in use holds. */
  int heldBy(SourceLink link) {
    return picker.heldBy(link);
  }

  /** How many pieces are asked of a source in use. */
  int outstanding(SourceLink link) {
    return picker.outstanding(link);
  }

  /** How many pieces are missing. */
  int missing() {
    return picker.missing();
  }

  /** How many of the missing pieces no source in use holds. */
  int unavailable() {
    return picker.unavailable();
  }

  @Override
  public void holds(SourceLink link, BitSet pieces) {
    pieces.stream().forEach(piece -> picker.holds(link, piece));
    pump(link);
    changed.run();
  }

  @Override
  public void begun(SourceLink link, int piece) {
    picker.begun(link, piece);
  }

  @Override
  public void verified(SourceLink link, int piece, int bytes) {
    picker.verified(link, piece).forEach(loser -> loser.cancel(piece));
    changed.run();
    finishIfWhole();
    pumpAll();
  }

  @Override
  public void redundant(SourceLink link, int piece) {
    picker.giveBack(link, piece);
    pump(link);
  }

  @Override
  public void notHeld(SourceLink link, int piece) {
    picker.lacks(link, piece);
    pumpAll();
    changed.run();
  }

  @Override
  public void interrupted(SourceLink link) {
    picker.giveBackAll(link);
    pumpAll();
  }

  @Override
  public void resumed(SourceLink link) {
    pump(link);
  }

  @Override
  public void ended(SourceLink link, StreamEnd end) {
    if (end instanceof StreamEnd.NotWritten notWritten) {
      result.completeExceptionally(notWritten.cause());
      return;
    }
    Blame.forEnd(end, link.source(), work.resources().nanoTime(), random);
    if (Blame.isNotServed(end)) {
      pool.doubt();
    }
    letGo(link);
    proceed();
    pumpAll();
    changed.run();
  }

  private void connect(Source source) {
    Optional<Grant> grant = pool.grant();
    if (grant.isEmpty()) {
      pool.directory().giveBack(source);
      return;
    }
    PeerConnection connection;
    try {
      connection = peers.open(source.peerId(), source.endpoint());
    } catch (IllegalArgumentException e) {
      source.banned("has an address that cannot be dialled");
      pool.directory().giveBack(source);
      return;
    }
    SourceLink link = new SourceLink(source, connection, grant.get(), work, this);
    links.add(link);
    link.start();
  }

  private void letGo(SourceLink link) {
    links.remove(link);
    picker.left(link);
    link.close();
    pool.directory().giveBack(link.source());
  }

  /** Lets go of a source that is of little use when another one waits for its place. */
  private void makeRoom() {
    if (links.size() < MAX_LINKS || !pool.directory().hasOther(work.resources().nanoTime())) {
      return;
    }
    links.stream()
        .filter(link -> link.isReady() && picker.outstanding(link) == 0)
        .findFirst()
        .ifPresentOrElse(
            idle -> replace(idle, "holds nothing that is missing here"),
            () -> straggler().ifPresent(slow -> replace(slow, "is much slower than others")));
  }

  private void replace(SourceLink link, String why) {
    link.source().setAside(why, work.resources().nanoTime());
    letGo(link);
  }

  /** The slowest source, when it brings less than a quarter of the average, given time for that. */
  private Optional<SourceLink> straggler() {
    double average = links.stream().mapToLong(SourceLink::rate).average().orElse(0);
    double trial = Math.max(TRIAL_NANOS, 4 * layout.pieceSize() / average * 1e9);
    return links.stream()
        .filter(link -> link.age() >= trial && link.rate() * 4 < average)
        .min(Comparator.comparingLong(SourceLink::rate));
  }

  /** Gives to others what a source has claimed and does not bring, whatever it says of when. */
  private void dismissIdle() {
    if (links.size() > 1 || pool.directory().hasOther(work.resources().nanoTime())) {
      links.stream()
          .filter(link -> link.idle() >= PATIENCE_NANOS)
          .findFirst()
          .ifPresent(link -> replace(link, "has brought nothing for a minute"));
    }
  }

  private void pumpAll() {
    List.copyOf(links).forEach(this::pump);
  }

  private void pump(SourceLink link) {
    if (!link.isReady() || result.isDone()) {
      return;
    }
    fill(link);
    while (picker.outstanding(link) < window(link)) {
      Optional<Takeover<SourceLink>> takeover = picker.takeOver(link);
      if (takeover.isEmpty()) {
        return;
      }
      link.ask(takeover.get().piece());
      if (!takeover.get().begun()) {
        takeover.get().from().cancel(takeover.get().piece());
        fill(takeover.get().from());
      }
    }
  }

  /** Asks for pieces that are asked of nobody. */
  private void fill(SourceLink link) {
    while (link.isReady() && picker.outstanding(link) < window(link)) {
      OptionalInt piece = picker.pick(link);
      if (piece.isEmpty()) {
        return;
      }
      link.ask(piece.getAsInt());
    }
  }

  private int window(SourceLink link) {
    return PieceWindow.pieces(
        layout.pieceSize(), link.rate(), link.delivered(), picker.missing(), divisors());
  }

  /** Among how many sources the missing pieces can be divided: those in use or about to be. */
  private int divisors() {
    return Math.max(1, Math.min(MAX_LINKS, pool.directory().usable()));
  }

  private void finishIfWhole() {
    if (picker.missing() == 0) {
      result.complete(null);
    }
  }
}
