package io.coterie.shell.repl;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.CommandFailure;
import io.coterie.shell.command.Passwords;
import java.io.BufferedReader;
import java.io.IOException;

/** Passwords of a script: lines of its standard input, when a command asks for one. */
public final class InputPasswords implements Passwords {
  private final BufferedReader input;

  /** Reads from {@code input}, where the commands may come from as well. */
  public InputPasswords(BufferedReader input) {
    this.input = input;
  }

  @Override
  public String current(String prompt) {
    throw notGiven();
  }

  @Override
  public String fresh(String prompt) {
    throw notGiven();
  }

  @Override
  public String line() {
    try {
      return ScriptLines.next(input)
          .orElseThrow(
              () ->
                  new CommandFailure(
                      "standard input has ended, and --password-stdin needs a line"));
    } catch (SyntaxException e) {
      throw new CommandFailure(e.message());
    } catch (IOException e) {
      throw new CommandFailure("standard input cannot be read: " + Names.display(e.toString()));
    }
  }

  private static CommandFailure notGiven() {
    return new CommandFailure(
        "no password given; put it after the name, or use --password-stdin and a line of input");
  }
}
