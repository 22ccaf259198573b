package io.coterie.tracker.grpc;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.flow.ByteBudget;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.file.Announced;
import io.coterie.tracker.v1.Announcement;
import io.coterie.tracker.v1.SharedFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An announcement that comes in parts. What it holds is taken from a budget common to all streams,
 * until it is given back. Thread-safe.
 */
final class AnnouncementParts {

  /** How many files a peer may announce. */
  static final int MAX_FILES = 100_000;

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final ByteBudget budget;
  private final List<Announced> files = new ArrayList<>();
  private long taken;

  AnnouncementParts(ByteBudget budget) {
    this.budget = budget;
  }

  /**
   * Adds a part.
   *
   * @throws Refusal FIELD_INVALID when there are too many files, OVERLOADED when the budget is
   *     spent
   */
  synchronized void add(Announcement part) {
    if (files.size() + part.getFilesCount() > MAX_FILES) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_FIELD_INVALID,
              "a peer announces at most " + MAX_FILES + " files")
          .withField("announcement.files", "are more than " + MAX_FILES + " in all parts");
    }
    int bytes = part.getSerializedSize();
    if (bytes == 0) {
      return;
    }
    if (!budget.tryAcquire(bytes)) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_OVERLOADED,
              "too many peers announce their files just now; attach again in a moment")
          .retryAfter(RETRY);
    }
    taken += bytes;
    for (SharedFile file : part.getFilesList()) {
      files.add(new Announced(file.getGroupId(), file.getName(), file.getRoot()));
    }
  }

  /** The files of all parts so far. */
  synchronized List<Announced> files() {
    return List.copyOf(files);
  }

  /** Forgets the files and gives back what was taken for them. */
  synchronized void release() {
    files.clear();
    if (taken > 0) {
      budget.release(taken);
      taken = 0;
    }
  }
}
