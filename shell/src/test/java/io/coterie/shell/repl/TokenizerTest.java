package io.coterie.shell.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenizerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "a b  c~a|b|c",
        "'a b' c~a b|c",
        "\"a b\" c~a b|c",
        "a\\ b c~a b|c",
        "a'b c'\"d e\"f~ab cd ef",
        "'a\"b' \"c'd\"~a\"b|c'd",
        "'a\\b'~a\\b",
        "\"a\\\"b\\\\c\\$d\\e\"~a\"b\\c$d\\e",
        "'' a~|a",
        "\"\"~^^",
        "a#b #c d~a#b",
        "\\#a~#a",
        "a '#b'~a|#b",
        "a\\;b ';c'~a;b|;c",
      })
  void splitsWordsAsAPosixShellDoes(String line, String words) throws SyntaxException {
    List<String> expected = words == null ? List.of("") : List.of(words.split("\\|", -1));
    assertThat(Tokenizer.commands(line)).containsExactly(expected);
  }

  @Test
  void takesAnyWhiteSpaceBetweenWords() throws SyntaxException {
    assertThat(Tokenizer.commands("  a\tb \t c\r")).containsExactly(List.of("a", "b", "c"));
  }

  @Test
  void expandsNothing() throws SyntaxException {
    assertThat(Tokenizer.commands("~/x *.txt $HOME !x `y` a&b c>d"))
        .containsExactly(List.of("~/x", "*.txt", "$HOME", "!x", "`y`", "a&b", "c>d"));
  }

  @Test
  void separatesCommandsBySemicolonsAndLineEnds() throws SyntaxException {
    assertThat(Tokenizer.commands("a b; c ;;\n# nothing\nd;e # f; g\nh"))
        .containsExactly(List.of("a", "b"), List.of("c"), List.of("d"), List.of("e"), List.of("h"));
  }

  @Test
  void joinsLinesThatEndWithABackslash() throws SyntaxException {
    assertThat(Tokenizer.commands("a b\\\nc d")).containsExactly(List.of("a", "bc", "d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "# only a comment", ";;", "\n"})
  void findsNoCommandInNothing(String line) throws SyntaxException {
    assertThat(Tokenizer.commands(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a 'b", "a \"b", "a \"b\\\"", "a\\"})
  void refusesWhatIsNotClosed(String line) {
    assertThatThrownBy(() -> Tokenizer.commands(line))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("write \\");
  }

  @Test
  void readsBackAnyWordThatWasQuoted() throws SyntaxException {
    Random random = new Random(7);
    String alphabet = " \t\n\r;'\"\\#ab~$`";
    for (int i = 0; i < 2_000; i++) {
      List<String> words =
          IntStream.rangeClosed(0, random.nextInt(3))
              .mapToObj(w -> word(random, alphabet))
              .toList();
      String line = String.join(" ", words.stream().map(Tokenizer::quoted).toList());
      assertThat(Tokenizer.commands(line)).as(line).containsExactly(words);
    }
  }

  private static String word(Random random, String alphabet) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      word.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return word.toString();
  }
}
