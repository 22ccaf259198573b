package io.coterie.peer.content;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes files on several cores. The pieces of all running jobs take turns, so that a small file
 * does not wait for a large one. Uses one buffer of {@link HashJob#BLOCK_SIZE} a thread, whatever
 * the size and number of files. Thread-safe.
 */
public final class FileHasher implements AutoCloseable {
  /** How many files may be hashed at the same time. */
  public static final int MAX_JOBS = 64;

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final int threads;
  private final ExecutorService executor;
  private final Set<HashJob> jobs = ConcurrentHashMap.newKeySet();

  /**
   * Starts the threads when they are needed.
   *
   * @param threads how many, at least 1; the number of cores keeps them all busy
   */
  public FileHasher(int threads) {
    this.threads = threads;
    AtomicInteger number = new AtomicInteger();
    executor =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "file-hasher-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts to hash a file, with the layout that goes with its size.
   *
   * @throws NotRegularFileException if the path names something else
   * @throws IOException if the file is missing or cannot be read
   * @throws Refusal OVERLOADED if {@link #MAX_JOBS} files are being hashed
   */
  public HashJob start(Path file) throws IOException {
    if (jobs.size() >= MAX_JOBS) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_OVERLOADED,
              MAX_JOBS + " files are being hashed already; wait until one is done")
          .retryAfter(Duration.ofSeconds(1));
    }
    FileStamp stamp = FileStamp.of(file);
    PieceLayout layout = PieceLayout.of(stamp.size());
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    HashJob job = new HashJob(file, stamp, layout, channel, executor, jobs::remove);
    jobs.add(job);
    job.start(Math.min(threads, Math.max(1, layout.pieceCount())));
    return job;
  }

  /** Cancels what runs and waits for the threads. */
  @Override
  public void close() {
    jobs.forEach(HashJob::cancel);
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
