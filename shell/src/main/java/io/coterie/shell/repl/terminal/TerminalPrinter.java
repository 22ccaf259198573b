package io.coterie.shell.repl.terminal;

import com.google.protobuf.Message;
import io.coterie.shell.render.Look;
import io.coterie.shell.render.Printer;
import io.coterie.shell.render.Problem;
import io.coterie.shell.render.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Prints for a human at a terminal. */
final class TerminalPrinter implements Printer {
  private final Consumer<List<String>> above;
  private final Look look;

  /**
   * Prints above the prompt.
   *
   * @param above prints lines there
   */
  TerminalPrinter(Consumer<List<String>> above, Look look) {
    this.above = above;
    this.look = look;
  }

  @Override
  public void result(Message result, View view) {
    above.accept(view.forTerminal(look));
  }

  @Override
  public void problem(Problem problem) {
    List<String> lines = new ArrayList<>();
    lines.add(look.bad("error: ") + problem.message());
    lines.addAll(problem.usage());
    above.accept(lines);
  }

  @Override
  public void note(String line) {
    above.accept(List.of(look.faint(line)));
  }
}
