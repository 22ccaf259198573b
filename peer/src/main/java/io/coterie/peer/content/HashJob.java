package io.coterie.peer.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file being hashed. Several workers each take the next piece, hash it, and queue up again behind
 * the workers of other jobs; the last to leave delivers the result. Thread-safe.
 */
public final class HashJob {
  /** What is read at a time, in bytes; every piece begins at a multiple of it. */
  public static final int BLOCK_SIZE = 256 << 10;

  private static final ThreadLocal<ByteBuffer> BLOCK =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BLOCK_SIZE));

  private final Path file;
  private final FileStamp stamp;
  private final PieceLayout layout;
  private final FileChannel channel;
  private final Executor executor;
  private final Consumer<HashJob> whenDone;
  private final byte[] hashes;

  private final AtomicInteger nextPiece = new AtomicInteger();
  private final AtomicInteger workers = new AtomicInteger();
  private final AtomicLong hashedBytes = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CompletableFuture<HashedFile> result = new CompletableFuture<>();

  HashJob(
      Path file,
      FileStamp stamp,
      PieceLayout layout,
      FileChannel channel,
      Executor executor,
      Consumer<HashJob> whenDone) {
    this.file = file;
    this.stamp = stamp;
    this.layout = layout;
    this.channel = channel;
    this.executor = executor;
    this.whenDone = whenDone;
    this.hashes = new byte[Math.min(layout.pieceCount(), PieceHashes.MAX_PIECES) * Hash.LENGTH];
  }

  /** The size of the file in bytes. */
  public long size() {
    return layout.size();
  }

  /** How many bytes have been hashed so far. */
  public long hashedBytes() {
    return hashedBytes.get();
  }

  /**
   * Completes on a thread of the hasher with the hashed file, or fails with {@link
   * ContentChangedException} if the file was written meanwhile, another {@link IOException} if it
   * cannot be read, or {@link CancellationException} after {@link #cancel}. Cancelling the future
   * itself stops nothing.
   */
  public CompletableFuture<HashedFile> result() {
    return result;
  }

  /** Stops soon, unless the result is there. */
  public void cancel() {
    failure.compareAndSet(null, new CancellationException("hashing " + file + " was cancelled"));
  }

  void start(int count) {
    workers.set(count);
    for (int i = 0; i < count; i++) {
      PieceDigest digest = new PieceDigest(layout);
      executor.execute(() -> work(digest));
    }
  }

  private void work(PieceDigest digest) {
    try {
      int piece = nextPiece.getAndIncrement();
      if (piece < layout.pieceCount() && failure.get() == null) {
        hash(piece, digest);
        executor.execute(() -> work(digest));
        return;
      }
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    }
    if (workers.decrementAndGet() == 0) {
      finish();
    }
  }

  private void hash(int piece, PieceDigest digest) throws IOException {
    ByteBuffer block = BLOCK.get();
    long position = layout.offset(piece);
    int left = layout.pieceLength(piece);
    while (left > 0 && failure.get() == null) {
      block.clear().limit(Math.min(left, BLOCK_SIZE));
      int read = channel.read(block, position);
      if (read < 0) {
        throw new ContentChangedException(file + " became shorter while it was read");
      }
      digest.update(block.flip());
      position += read;
      left -= read;
      hashedBytes.addAndGet(read);
    }
    digest.finish().asByteBuffer().get(hashes, piece * Hash.LENGTH, Hash.LENGTH);
  }

  private void finish() {
    try (channel) {
      if (failure.get() == null) {
        stamp.check(file);
      }
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    }
    whenDone.accept(this);
    Throwable failed = failure.get();
    if (failed != null) {
      result.completeExceptionally(failed);
    } else {
      result.complete(new HashedFile(file, stamp, PieceHashes.computed(layout, hashes)));
    }
  }
}
