package io.coterie.shell.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits text into commands and words, with the quoting of a POSIX shell (IEEE 1003.1, Shell
 * Command Language, 2.2): white space separates words, {@code ;} and line ends separate commands, a
 * backslash quotes one character, single quotes quote everything, double quotes everything but a
 * backslash before {@code " \ $} or a backquote, and {@code #} at the start of a word begins a
 * comment. Nothing is expanded.
 */
public final class Tokenizer {
  private static final String ESCAPED_IN_DOUBLE_QUOTES = "\"\\$`";
  private static final String SPECIAL = " \t\r\n;'\"\\#";

  private final String text;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int wordStart;
  private int at;
  private Optional<String> unclosed = Optional.empty();

  /**
   * A command that is still being typed.
   *
   * @param words its words so far, without quotes, the last one possibly empty
   * @param start where in the text the last word begins
   */
  public record Unfinished(List<String> words, int start) {}

  private Tokenizer(String text) {
    this.text = text;
  }

  /**
   * The commands in {@code text}, each a list of one or more words; empty commands are left out.
   *
   * @throws SyntaxException when a quote is not closed
   */
  public static List<List<String>> commands(String text) throws SyntaxException {
    Tokenizer tokenizer = new Tokenizer(text);
    tokenizer.split();
    tokenizer.endCommand();
    if (tokenizer.unclosed.isPresent()) {
      throw new SyntaxException(tokenizer.unclosed.get());
    }
    return tokenizer.commands;
  }

  /** The last command in {@code text}, whose end is where somebody types; quotes may be open. */
  public static Unfinished unfinished(String text) {
    Tokenizer tokenizer = new Tokenizer(text);
    tokenizer.split();
    int start = tokenizer.inWord ? tokenizer.wordStart : text.length();
    List<String> words = new ArrayList<>(tokenizer.words);
    words.add(tokenizer.word.toString());
    return new Unfinished(words, start);
  }

  /** {@code word} such that {@link #commands} reads it as one word. */
  public static String quoted(String word) {
    if (word.isEmpty() || word.indexOf('\n') >= 0) {
      return "'" + word.replace("'", "'\\''") + "'";
    }
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      quoted.append(SPECIAL.indexOf(c) < 0 ? "" : "\\").append(c);
    }
    return quoted.toString();
  }

  private void split() {
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
            beginWord();
            word.append(c);
          }
        }
      }
    }
  }

  /** Called when the first character of a word, which may be a quote, has been read. */
  private void beginWord() {
    if (!inWord) {
      inWord = true;
      wordStart = at - 1;
    }
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

  private void backslash() {
    if (at == text.length()) {
      beginWord();
      unclosed = Optional.of("the line ends with a lone backslash; write \\\\ for a backslash");
    } else if (text.charAt(at) == '\n') {
      // A quoted line end joins two lines.
      at++;
    } else {
      beginWord();
      word.append(text.charAt(at++));
    }
  }

  private void singleQuoted() {
    beginWord();
    int end = text.indexOf('\'', at);
    if (end < 0) {
      end = text.length();
      unclosed = Optional.of("a single quote (') is not closed; write \\' for the character");
    }
    word.append(text, at, end);
    at = Math.min(end + 1, text.length());
  }

  private void doubleQuoted() {
    beginWord();
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
    unclosed = Optional.of("a double quote (\") is not closed; write \\\" for the character");
  }
}
