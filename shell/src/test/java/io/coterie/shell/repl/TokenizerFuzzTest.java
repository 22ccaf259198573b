package io.coterie.shell.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of any text: split in one way only, so that quoted words are read as they were. */
public final class TokenizerFuzzTest {
  @Corpus
  void holds(byte[] input) throws IOException {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    FuzzInput fuzz = new FuzzInput(input);
    String text = fuzz.below(4) == 0 ? fuzz.utf16() : fuzz.text();
    quotedReadsAsItself(text);
    try {
      List<List<String>> commands = Tokenizer.commands(text);
      assertThat(commands).allMatch(words -> !words.isEmpty());
      assertThat(Tokenizer.commands(written(commands))).isEqualTo(commands);
    } catch (SyntaxException refused) {
      assertThat(refused.message()).doesNotContain("\n");
    }
    Tokenizer.Unfinished unfinished = Tokenizer.unfinished(text);
    assertThat(unfinished.words()).isNotEmpty();
    assertThat(unfinished.start()).isBetween(0, text.length());
    lines(text);
  }

  private static void quotedReadsAsItself(String word) {
    try {
      assertThat(Tokenizer.commands("a " + Tokenizer.quoted(word) + " b"))
          .isEqualTo(List.of(List.of("a", word, "b")));
    } catch (SyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static String written(List<List<String>> commands) {
    return commands.stream()
        .map(words -> words.stream().map(Tokenizer::quoted).collect(Collectors.joining(" ")))
        .collect(Collectors.joining(";"));
  }

  /** A script is read line by line, up to its end. */
  private static void lines(String text) throws IOException {
    BufferedReader input = new BufferedReader(new StringReader(text));
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean last = i == lines.length - 1;
      if (last && lines[i].isEmpty()) {
        break;
      }
      String line =
          lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
      try {
        assertThat(ScriptLines.next(input)).hasValue(line);
      } catch (SyntaxException refused) {
        assertThat(lines[i].length()).isGreaterThan(ScriptLines.LONGEST);
      }
    }
    try {
      assertThat(ScriptLines.next(input)).isEmpty();
    } catch (SyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
