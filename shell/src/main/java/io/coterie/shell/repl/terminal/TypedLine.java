package io.coterie.shell.repl.terminal;

import io.coterie.shell.repl.Tokenizer;
import io.coterie.shell.repl.Tokenizer.Unfinished;
import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * A line up to the cursor, as its completion sees it: the last command, with the same quoting as
 * when it runs.
 *
 * @param line the whole line
 * @param cursor how much of it counts
 * @param command the command before the cursor
 */
record TypedLine(String line, int cursor, Unfinished command) implements CompletingParsedLine {

  static TypedLine of(String line, int cursor) {
    return new TypedLine(line, cursor, Tokenizer.unfinished(line.substring(0, cursor)));
  }

  @Override
  public List<String> words() {
    return command.words();
  }

  @Override
  public int wordIndex() {
    return words().size() - 1;
  }

  @Override
  public String word() {
    return words().get(wordIndex());
  }

  @Override
  public int wordCursor() {
    return word().length();
  }

  @Override
  public int rawWordCursor() {
    return cursor - command.start();
  }

  @Override
  public int rawWordLength() {
    return rawWordCursor();
  }

  @Override
  public CharSequence escape(CharSequence candidate, boolean complete) {
    return Tokenizer.quoted(candidate.toString());
  }
}
