package io.coterie.shell.repl;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/** Lines of input that may come from anywhere, and so may have no end. */
final class ScriptLines {
  /** In characters; the longest command has a path of 4,096 bytes and names of some hundred. */
  static final int LONGEST = 65_536;

  private ScriptLines() {}

  /**
   * Reads the next line, without its end; empty at the end of the input.
   *
   * @throws SyntaxException for a line longer than {@link #LONGEST}; it has been read past
   */
  static Optional<String> next(BufferedReader input) throws IOException, SyntaxException {
    StringBuilder line = new StringBuilder();
    long length = 0;
    int c = input.read();
    if (c < 0) {
      return Optional.empty();
    }
    for (; c >= 0 && c != '\n'; c = input.read()) {
      if (++length <= LONGEST) {
        line.append((char) c);
      }
    }
    if (length > LONGEST) {
      throw new SyntaxException(
          "the line has " + length + " characters; write at most " + LONGEST + " on one line");
    }
    boolean carriageReturn = length > 0 && line.charAt(line.length() - 1) == '\r';
    return Optional.of(carriageReturn ? line.substring(0, line.length() - 1) : line.toString());
  }
}
