package io.coterie.tracker.file;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.flow.ByteBudget;
import io.coterie.rpc.v1.ErrorReason;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One peer's announcement, part by part. What the store believes is listed before the first part;
 * what a part adds is stored with it, and what no part named is removed at the end. So one that
 * breaks off has done no harm, and the next goes on from there. Used by one thread at a time, but
 * closed by any: what is being added or removed then is so to the end, as a peer with very many
 * files to remove may lose patience each time.
 */
public final class Inventory implements AutoCloseable {

  /** How many files a peer may announce. */
  static final int MAX_FILES = 100_000;

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Announcements announcements;
  private final Holder holder;
  private final ByteBudget budget;
  private @Nullable Checklist checklist;
  private int announced;

  // Guarded by this.
  private long taken;
  private boolean working;
  private boolean closed;

  Inventory(Announcements announcements, Holder holder, ByteBudget budget) {
    this.announcements = announcements;
    this.holder = holder;
    this.budget = budget;
  }

  /**
   * Makes the peer a source of these files, as far as the user is a member there and the entry has
   * that content. Blocks on the store.
   *
   * @throws Refusal FIELD_INVALID when there are too many files, OVERLOADED when too many
   *     announcements are being made, STORE_UNAVAILABLE when the store does not answer
   */
  public void add(List<Announced> part) {
    if (part.size() > MAX_FILES - announced) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_FIELD_INVALID,
              "a peer announces at most " + MAX_FILES + " files")
          .withField("announcement.files", "are more than " + MAX_FILES + " in all parts");
    }
    announced += part.size();
    work(
        () -> {
          Checklist believed = believed();
          announcements.add(holder, part.stream().filter(file -> !believed.tick(file)).toList());
        });
  }

  /**
   * Makes the peer no source of what was in no part, but for what it came to hold meanwhile. Blocks
   * on the store.
   *
   * @throws Refusal as {@link #add}
   */
  public void finish() {
    work(
        () -> {
          Checklist believed = believed();
          if (!believed.isDone()) {
            announcements.read(holder, page -> remove(page, believed));
          }
        });
  }

  private void remove(List<Announced> page, Checklist believed) {
    List<Announced> gone = page.stream().filter(believed::isLeft).toList();
    if (!gone.isEmpty()) {
      announcements.remove(holder, gone);
    }
  }

  private void work(Runnable work) {
    synchronized (this) {
      working = true;
    }
    try {
      work.run();
    } finally {
      synchronized (this) {
        working = false;
        giveBack();
      }
    }
  }

  private Checklist believed() {
    Checklist known = checklist;
    if (known != null) {
      return known;
    }
    Checklist list = new Checklist();
    announcements.read(
        holder,
        page -> {
          take((long) page.size() * Checklist.BYTES_PER_FILE);
          list.add(page);
        });
    list.close();
    checklist = list;
    return list;
  }

  private synchronized void take(long bytes) {
    if (closed) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_OVERLOADED, "the announcement was broken off; attach again");
    }
    if (bytes > 0 && !budget.tryAcquire(bytes)) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_OVERLOADED,
              "too many peers announce their files just now; attach again in a moment")
          .retryAfter(RETRY);
    }
    taken += bytes;
  }

  /** Gives back what was taken for it, now or once it is used no more. Never blocks. */
  @Override
  public synchronized void close() {
    closed = true;
    giveBack();
  }

  private synchronized void giveBack() {
    if (closed && !working && taken > 0) {
      budget.release(taken);
      taken = 0;
    }
  }
}
