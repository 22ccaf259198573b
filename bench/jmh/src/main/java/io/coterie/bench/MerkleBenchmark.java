package io.coterie.bench;

import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.content.PieceLayout;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The hash of a piece of 1 MiB, beside plain SHA-256 over the same bytes: pieces a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MerkleBenchmark {
  private static final int PIECE = PieceLayout.MIN_PIECE_SIZE;

  /** Where the bytes lie: a download's are in direct buffers. */
  @Param({"direct", "heap"})
  public String memory = "direct";

  private final PieceDigest tree = new PieceDigest(new PieceLayout(PIECE, PIECE));
  private final MessageDigest flat = sha256();
  private ByteBuffer piece = ByteBuffer.allocate(0);

  /** Fills the piece with random bytes. */
  @Setup
  public void fill() {
    byte[] bytes = new byte[PIECE];
    new Random(1).nextBytes(bytes);
    piece = memory.equals("direct") ? ByteBuffer.allocateDirect(PIECE) : ByteBuffer.allocate(PIECE);
    piece.put(bytes).flip();
  }

  /** As a download checks it. */
  @Benchmark
  public Hash merkle() {
    tree.update(piece.duplicate());
    return tree.finish();
  }

  /** What it would cost without a tree. */
  @Benchmark
  public byte[] flat() {
    flat.update(piece.duplicate());
    return flat.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
