package io.coterie.peer.download;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.fetch.Grant;
import io.coterie.peer.fetch.PieceMapWatch;
import io.coterie.peer.fetch.PieceSink;
import io.coterie.peer.fetch.PieceStreamClient;
import io.coterie.peer.fetch.PieceStreamListener;
import io.coterie.peer.fetch.StreamEnd;
import io.coterie.peer.source.PeerConnection;
import io.coterie.peer.source.Source;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A source in use: a watch of what it holds and, once something is wanted of it, a stream of
 * pieces. When the source refuses the grant as expired or revoked, a fresh one is fetched and both
 * go on. Confined to the download's executor.
 */
final class SourceLink {
  private static final int MAX_RENEWALS = 2;

  /** What is fetched, and with what. */
  record Work(
      ContentId content,
      PieceHashes hashes,
      PieceSink sink,
      FetchResources resources,
      Executor serial,
      Function<Grant, CompletableFuture<Grant>> renew) {}

  /** Hears what the source does. */
  interface Listener {
    /** It holds these pieces, beside those told before. */
    void holds(SourceLink link, BitSet pieces);

    /** A part of a piece has come from it. */
    void begun(SourceLink link, int piece);

    /** A piece from it is verified and written. */
    void verified(SourceLink link, int piece, int bytes);

    /** A good piece has come from it that another source had delivered first. */
    void redundant(SourceLink link, int piece);

    /** It does not hold a piece that was asked of it. */
    void notHeld(SourceLink link, int piece);

    /** Nothing that was asked of it will come; it is not ready until it is resumed. */
    void interrupted(SourceLink link);

    /** It is ready again. */
    void resumed(SourceLink link);

    /** It cannot be used any more. The last call. */
    void ended(SourceLink link, StreamEnd end);
  }

  /** Bytes a second that are next to nothing. */
  private static final long NEXT_TO_NOTHING = 1 << 10;

  private final Source source;
  private final PeerConnection connection;
  private final Work work;
  private final Listener listener;
  private final RateMeter meter;
  private final long start;

  /** Since when it owes bytes and brings next to nothing. */
  private long idleSince;

  private Grant grant;
  private @Nullable PieceMapWatch watch;
  private @Nullable PieceStreamClient stream;
  private boolean connected;
  private boolean renewing;
  private boolean closed;
  private int renewals;
  private long delivered;

  /** Connects to a source that has been taken. */
  SourceLink(Source source, PeerConnection connection, Grant grant, Work work, Listener listener) {
    this.source = source;
    this.connection = connection;
    this.grant = grant;
    this.work = work;
    this.listener = listener;
    start = work.resources().nanoTime();
    idleSince = start;
    meter = new RateMeter(start);
  }

  /** Starts to watch what it holds. */
  void start() {
    watch = watch();
  }

  Source source() {
    return source;
  }

  /** Whether it has answered. */
  boolean isConnected() {
    return connected;
  }

  /** Whether pieces may be asked of it now. */
  boolean isReady() {
    return connected && !renewing && !closed;
  }

  /** For how long it has been in use, in nanoseconds. */
  long age() {
    return work.resources().nanoTime() - start;
  }

  /** Bytes a second that came from it lately. */
  long rate() {
    return meter.rate();
  }

  /** Bytes that came from it since it is in use. */
  long delivered() {
    return delivered;
  }

  /** Asks for a piece; only when it is ready. */
  void ask(int piece) {
    if (stream == null) {
      stream = stream();
    }
    stream.ask(piece);
  }

  /** Takes back a piece that was asked for. */
  void cancel(int piece) {
    if (stream != null) {
      stream.cancel(piece);
    }
  }

  /** Carries a fresh grant to it. */
  void refresh(Grant fresh) {
    grant = fresh;
    if (stream != null) {
      stream.refresh(fresh);
    }
  }

  /** For how long it has owed bytes and brought next to nothing, in nanoseconds. */
  long idle() {
    return work.resources().nanoTime() - idleSince;
  }

  /** Looks whether it still answers. Under a limit it may be this peer that asks for little. */
  void tick(boolean owes) {
    long now = work.resources().nanoTime();
    meter.sample(now);
    if (!owes
        || meter.rate() >= NEXT_TO_NOTHING
        || work.resources().limits().of(work.content()).isSet()) {
      idleSince = now;
    }
    if (watch != null) {
      watch.checkStall();
    }
    if (stream != null) {
      stream.checkStall();
    }
  }

  /** Lets go of the source. The listener is silent. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (watch != null) {
      watch.close();
    }
    if (stream != null) {
      stream.close();
    }
    connection.close();
  }

  private PieceMapWatch watch() {
    Grant opened = grant;
    return new PieceMapWatch(
        connection.control(),
        work.content(),
        work.hashes().layout().pieceCount(),
        grant,
        work.resources(),
        work.serial(),
        new PieceMapWatch.Listener() {
          @Override
          public void holds(BitSet pieces) {
            connected = true;
            listener.holds(SourceLink.this, pieces);
          }

          @Override
          public void ended(StreamEnd end) {
            watchEnded(end, opened);
          }
        });
  }

  private PieceStreamClient stream() {
    StreamEvents events = new StreamEvents();
    PieceStreamClient opened =
        new PieceStreamClient(
            connection.content(),
            work.content(),
            work.hashes(),
            grant,
            work.sink(),
            work.resources(),
            events);
    events.of = opened;
    return opened;
  }

  private void verified(int piece, int bytes) {
    renewals = 0;
    meter.add(bytes);
    delivered += bytes;
    source.delivered(bytes);
    listener.verified(this, piece, bytes);
  }

  private void watchEnded(StreamEnd end, Grant opened) {
    watch = null;
    if (isGrantRefused(end) && !grant.equals(opened)) {
      watch = watch();
    } else {
      ended(end);
    }
  }

  private void streamEnded(StreamEnd end) {
    stream = null;
    ended(end);
    if (renewing) {
      listener.interrupted(this);
    }
  }

  private void ended(StreamEnd end) {
    if (isGrantRefused(end) && (renewing || renewals < MAX_RENEWALS)) {
      renew();
    } else {
      listener.ended(this, end);
    }
  }

  private void renew() {
    if (!renewing) {
      renewals++;
      renewing = true;
      CompletableFuture<Grant> unused =
          work.renew().apply(grant).whenCompleteAsync(this::renewed, work.serial());
    }
  }

  private void renewed(@Nullable Grant fresh, @Nullable Throwable thrown) {
    renewing = false;
    if (closed) {
      return;
    }
    if (thrown != null) {
      listener.ended(this, new StreamEnd.Lost(Failure.of(thrown)));
    } else if (fresh != null) {
      refresh(fresh);
      if (watch == null) {
        watch = watch();
      }
      listener.resumed(this);
    }
  }

  private static boolean isGrantRefused(StreamEnd end) {
    if (end instanceof StreamEnd.Lost lost) {
      ErrorReason reason = lost.failure().reason();
      return reason == ErrorReason.ERROR_REASON_GRANT_EXPIRED
          || reason == ErrorReason.ERROR_REASON_GRANT_REVOKED;
    }
    return false;
  }

  /** Brings what a stream tells to the download's executor, as long as it is the one in use. */
  private final class StreamEvents implements PieceStreamListener {
    private @Nullable PieceStreamClient of;

    @Override
    public void verified(int piece, int bytes) {
      // Even when the stream is not in use any more: the piece is on the disk.
      work.serial().execute(() -> SourceLink.this.verified(piece, bytes));
    }

    @Override
    public void begun(int piece) {
      inUse(() -> listener.begun(SourceLink.this, piece));
    }

    @Override
    public void redundant(int piece) {
      inUse(() -> listener.redundant(SourceLink.this, piece));
    }

    @Override
    public void notHeld(int piece) {
      inUse(() -> listener.notHeld(SourceLink.this, piece));
    }

    @Override
    public void ended(StreamEnd end) {
      inUse(() -> streamEnded(end));
    }

    private void inUse(Runnable task) {
      work.serial()
          .execute(
              () -> {
                if (!closed && stream == of) {
                  task.run();
                }
              });
    }
  }
}
