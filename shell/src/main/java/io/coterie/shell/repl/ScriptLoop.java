package io.coterie.shell.repl;

import io.coterie.shell.command.CommandRunner;
import io.coterie.shell.command.Ending;
import io.coterie.shell.render.Printer;
import io.coterie.shell.render.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Runs commands that nobody types: from a script on standard input, or from an option. */
public final class ScriptLoop {
  private final CommandRunner runner;
  private final Ending ending;
  private final Printer printer;
  private final boolean keepGoing;

  /**
   * A loop over commands.
   *
   * @param runner runs each of them
   * @param ending says when a command asked to leave
   * @param printer shows what cannot be understood
   * @param keepGoing whether to go on after a command that failed
   */
  public ScriptLoop(CommandRunner runner, Ending ending, Printer printer, boolean keepGoing) {
    this.runner = runner;
    this.ending = ending;
    this.printer = printer;
    this.keepGoing = keepGoing;
  }

  /**
   * Runs the commands of {@code lines} as they come, up to its end or to {@code quit}.
   *
   * @return whether all of them succeeded
   */
  public boolean run(BufferedReader lines) throws IOException {
    boolean good = true;
    while (true) {
      try {
        Optional<String> line = ScriptLines.next(lines);
        if (line.isEmpty()) {
          return good;
        }
        good &= run(line.get());
      } catch (SyntaxException e) {
        good = refuse(e);
      }
      if (ending.requested() || (!good && !keepGoing)) {
        return good;
      }
    }
  }

  /**
   * Runs the commands in {@code text}.
   *
   * @return whether all of them succeeded
   */
  public boolean run(String text) {
    List<List<String>> commands;
    try {
      commands = Tokenizer.commands(text);
    } catch (SyntaxException e) {
      return refuse(e);
    }
    boolean good = true;
    for (List<String> words : commands) {
      good &= runner.run(words);
      if (ending.requested() || (!good && !keepGoing)) {
        return good;
      }
    }
    return good;
  }

  private boolean refuse(SyntaxException e) {
    printer.problem(Problem.usage(e.message(), List.of()));
    return false;
  }
}
