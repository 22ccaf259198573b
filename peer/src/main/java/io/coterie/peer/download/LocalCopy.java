package io.coterie.peer.download;

import io.coterie.peer.content.ContentChangedException;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.store.ContentReader;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.store.PartialFile;
import io.coterie.peer.store.SharedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the pieces that this peer holds already, in files that it shares or in other downloads of
 * the same content. Each is hashed on its way, as one from a source is. Runs once, one turn after
 * the other, with one buffer of 256 KiB; any thread may ask how it goes.
 */
final class LocalCopy {
  private static final Logger log = LoggerFactory.getLogger(LocalCopy.class);
  private static final int BLOCK_SIZE = 256 << 10;

  /** How much is copied in one turn on the disk, and the piece that goes beyond it. */
  private static final long TURN_BYTES = 16 << 20;

  private final List<HeldContent> sources;
  private final PartialFile to;
  private final PieceDigest digest;
  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_SIZE);

  /** Which source is being copied; changes from one turn to the next. */
  private int next;

  private volatile String action = "";
  private volatile String fault = "";

  /** Copies what {@code sources} hold to a download of the same content. */
  LocalCopy(List<HeldContent> sources, PartialFile to) {
    this.sources = List.copyOf(sources);
    this.to = to;
    digest = new PieceDigest(to.layout());
  }

  /** What this peer holds of a content, that with the most pieces first. */
  static List<HeldContent> sources(Catalog catalog, ContentId id) {
    return catalog.list().stream()
        .filter(content -> content.id().equals(id))
        .sorted(Comparator.comparingInt((HeldContent held) -> held.held().count()).reversed())
        .toList();
  }

  /** Whether a whole file of this peer is not among what was copied before. */
  static boolean isNews(Catalog catalog, ContentId id, Optional<LocalCopy> before) {
    return sources(catalog, id).stream()
        .filter(SharedFile.class::isInstance)
        .anyMatch(held -> before.isEmpty() || !before.get().sources.contains(held));
  }

  /** What it does now, in plain words; empty when it is not running. */
  String action() {
    return action;
  }

  /** Why something could not be copied, to end a sentence; empty when nothing was in the way. */
  String fault() {
    return fault;
  }

  /**
   * Copies what can be read and is what it should be, some of it at a time, so that others' work on
   * the disk gets its turn.
   *
   * @param cancelled asked between pieces
   * @return fails with CancellationException if cancelled, with IOException if the copy cannot be
   *     written
   */
  CompletableFuture<Void> run(DiskWork disk, BooleanSupplier cancelled) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    takeTurn(disk, cancelled, end);
    return end.whenComplete((done, failure) -> action = "");
  }

  /** One end for all turns: a future that waits for the next would be one more for each. */
  private void takeTurn(DiskWork disk, BooleanSupplier cancelled, CompletableFuture<Void> end) {
    CompletableFuture<Boolean> unused =
        disk.run(() -> copySome(cancelled))
            .whenComplete(
                (more, failure) -> {
                  if (failure != null) {
                    end.completeExceptionally(failure);
                  } else if (more) {
                    takeTurn(disk, cancelled, end);
                  } else {
                    end.complete(null);
                  }
                });
  }

  /** Copies as much as one turn allows, and returns whether there may be more. */
  private boolean copySome(BooleanSupplier cancelled) throws IOException {
    while (next < sources.size() && !to.held().complete()) {
      HeldContent from = sources.get(next);
      action = "copies " + described(from);
      if (copyFrom(from, cancelled)) {
        return true;
      }
      next++;
    }
    return false;
  }

  /** Copies of one source what is missing; returns whether that ended because the turn was over. */
  private boolean copyFrom(HeldContent from, BooleanSupplier cancelled) throws IOException {
    long copied = 0;
    try (ContentReader reader = open(from)) {
      for (int piece = from.held().next(0); piece >= 0; piece = from.held().next(piece + 1)) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException("copying " + described(from) + " was stopped");
        }
        if (copied >= TURN_BYTES) {
          return true;
        }
        if (!to.held().contains(piece)) {
          copy(from, reader, piece);
          copied += to.layout().pieceLength(piece);
        }
      }
    } catch (UnreadableException e) {
      fault = "; this peer's own copy cannot be used: " + e.getMessage();
      log.info("{} is not copied to the end: {}", described(from), e.getMessage());
    }
    return false;
  }

  private void copy(HeldContent from, ContentReader reader, int piece) throws IOException {
    int length = to.layout().pieceLength(piece);
    for (int offset = 0; offset < length; offset += BLOCK_SIZE) {
      block.clear().limit(Math.min(BLOCK_SIZE, length - offset));
      read(reader, piece, offset);
      digest.update(block.flip());
      to.write(piece, offset, block.rewind());
    }
    if (!digest.finish().equals(to.hashes().hash(piece))) {
      throw new UnreadableException(
          new ContentChangedException(
              "piece " + piece + " of " + described(from) + ", is not what was hashed"));
    }
    to.verified(piece);
  }

  private static ContentReader open(HeldContent from) throws UnreadableException {
    try {
      return from.open();
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }

  private void read(ContentReader reader, int piece, int offset) throws UnreadableException {
    try {
      reader.read(piece, offset, block);
    } catch (IOException e) {
      digest.reset();
      throw new UnreadableException(e);
    }
  }

  private static String described(HeldContent from) {
    return from instanceof SharedFile shared
        ? shared.path() + ", which this peer shares"
        : "what another download of this peer has got";
  }

  /** Tells what cannot be read from what cannot be written. */
  private static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(IOException cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }
}
