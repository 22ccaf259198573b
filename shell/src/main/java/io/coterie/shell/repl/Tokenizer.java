package io.coterie.shell.repl;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into commands and words, with the quoting of a POSIX shell (IEEE 1003.1, Shell
 * Command Language, 2.2): white space separates words, {@code ;} and line ends separate commands, a
 * backslash quotes one character, single quotes quote everything, double quotes everything but a
 * backslash before {@code " \ $} or a backquote, and {@code #} at the start of a word begins a
 * comment. Nothing is expanded.
 */
public final class Tokenizer {
  private static final String ESCAPED_IN_DOUBLE_QUOTES = "\"\\$`";

  private final String text;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private Tokenizer(String text) {
    this.text = text;
  }

  /**
   * The commands in {@code text}, each a list of one or more words; empty commands are left out.
   *
   * @throws SyntaxException when a quote is not closed
   */
  public static List<List<String>> commands(String text) throws SyntaxException {
    return new Tokenizer(text).split();
  }

  /** {@code word} such that {@link #commands} reads it as one word. */
  static String quoted(String word) {
    boolean plain =
        !word.isEmpty() && word.chars().noneMatch(c -> " \t\r\n;'\"\\#".indexOf(c) >= 0);
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private List<List<String>> split() throws SyntaxException {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case ' ', '\t', '\r' -> endWord();
        case ';', '\n' -> endCommand();
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '\\' -> backslash();
        default -> {
          if (c == '#' && !inWord) {
            skipComment();
          } else {
            add(c);
          }
        }
      }
    }
    endCommand();
    return commands;
  }

  private void add(char c) {
    inWord = true;
    word.append(c);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void endCommand() {
    endWord();
    if (!words.isEmpty()) {
      commands.add(words);
      words = new ArrayList<>();
    }
  }

  private void skipComment() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  private void backslash() throws SyntaxException {
    if (at == text.length()) {
      throw new SyntaxException("the line ends with a lone backslash; write \\\\ for a backslash");
    }
    char c = text.charAt(at++);
    // A quoted line end joins two lines.
    if (c != '\n') {
      add(c);
    }
  }

  private void singleQuoted() throws SyntaxException {
    int end = text.indexOf('\'', at);
    if (end < 0) {
      throw new SyntaxException("a single quote (') is not closed; write \\' for the character");
    }
    inWord = true;
    word.append(text, at, end);
    at = end + 1;
  }

  private void doubleQuoted() throws SyntaxException {
    inWord = true;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return;
      }
      boolean escapes = c == '\\' && at < text.length();
      if (escapes && ESCAPED_IN_DOUBLE_QUOTES.indexOf(text.charAt(at)) >= 0) {
        c = text.charAt(at++);
      }
      word.append(c);
    }
    throw new SyntaxException("a double quote (\") is not closed; write \\\" for the character");
  }
}
