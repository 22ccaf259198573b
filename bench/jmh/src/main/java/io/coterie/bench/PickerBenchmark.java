package io.coterie.bench;

import io.coterie.peer.plan.PiecePicker;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** All choices of one download, from the first piece to the last: milliseconds for the whole. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PickerBenchmark {
  /** How many pieces are outstanding at a source at a time. */
  private static final int WINDOW = 2;

  /** 4,096 is the most that a file of up to 64 GiB has; 16,384 make one of 256 GiB. */
  @Param({"256", "4096", "16384"})
  public int pieces;

  /** How many sources the pieces come from. */
  @Param({"1", "8"})
  public int sources;

  private PiecePicker<Integer> picker =
      new PiecePicker<>(0, new BitSet(), new SplittableRandom(1), System::nanoTime);

  /** Starts a download of which the first source has all, and each other about half. */
  @Setup(Level.Invocation)
  public void begin() {
    SplittableRandom random = new SplittableRandom(1);
    picker = new PiecePicker<>(pieces, new BitSet(), random, System::nanoTime);
    for (int source = 0; source < sources; source++) {
      for (int piece = 0; piece < pieces; piece++) {
        if (source == 0 || random.nextBoolean()) {
          picker.holds(source, piece);
        }
      }
    }
  }

  /** Lets each source in turn deliver its oldest piece and be asked for another. */
  @Benchmark
  public int download() {
    int[][] windows = new int[sources][WINDOW];
    for (int round = 0; picker.missing() > 0; round++) {
      int slot = round / sources % WINDOW;
      int source = round % sources;
      int[] window = windows[source];
      if (window[slot] > 0) {
        int piece = window[slot] - 1;
        picker.verified(source, piece);
        window[slot] = 0;
      }
      OptionalInt next = picker.pick(source);
      if (next.isPresent()) {
        window[slot] = next.getAsInt() + 1;
      }
    }
    return picker.missing();
  }
}
