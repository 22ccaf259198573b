package io.coterie.shell.render;

import com.google.protobuf.Message;
import java.io.PrintStream;

/** Prints for a pipe: results to one stream, everything else to another, no colours. */
public final class TextPrinter implements Printer {
  private final PrintStream out;
  private final PrintStream err;

  /**
   * Prints to two streams, which stay the caller's.
   *
   * @param out for results
   * @param err for problems and notes
   */
  public TextPrinter(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public synchronized void result(Message result, View view) {
    view.forPipe().forEach(out::println);
    out.flush();
  }

  @Override
  public synchronized void problem(Problem problem) {
    err.println("error: " + problem.message());
    problem.usage().forEach(err::println);
    err.flush();
  }

  @Override
  public synchronized void note(String line) {
    err.println(line);
    err.flush();
  }
}
