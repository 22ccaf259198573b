package io.coterie.shell.repl.terminal;

import io.coterie.shell.command.CommandFailure;
import io.coterie.shell.command.Passwords;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;

/** Asks for passwords at the terminal and shows nothing of what is typed. */
final class TerminalPasswords implements Passwords {
  private static final Character HIDDEN = '\0';

  private final LineReader reader;

  TerminalPasswords(LineReader reader) {
    this.reader = reader;
  }

  @Override
  public String current(String prompt) {
    reader.setVariable(LineReader.DISABLE_COMPLETION, true);
    try {
      // A masked line is not kept in the history.
      return reader.readLine(prompt + ": ", HIDDEN);
    } catch (UserInterruptException | EndOfFileException e) {
      throw new CommandFailure("cancelled");
    } finally {
      reader.setVariable(LineReader.DISABLE_COMPLETION, false);
    }
  }

  @Override
  public String fresh(String prompt) {
    String first = current(prompt);
    if (!first.equals(current("the same again"))) {
      throw new CommandFailure("the two passwords differ; try again");
    }
    return first;
  }

  @Override
  public String line() {
    return current("password");
  }
}
