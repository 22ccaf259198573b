package io.coterie.shell.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.shell.repl.SyntaxException;
import io.coterie.shell.repl.Tokenizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TypedLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "join_group ph~ph~2",
        "join_group 'my fi~my fi~6",
        "join_group my\\ fi~my fi~6",
        "join_group \"my fi~my fi~6",
        "join_group 'my 'fi~my fi~7",
        "whoami; join_group x~x~1",
        "join_group a\\~a~2",
      })
  void knowsTheWordBeforeTheCursor(String typed, String word, int rawLength) {
    TypedLine line = TypedLine.of(typed + " and more", typed.length());
    assertThat(line.words()).containsExactly("join_group", word);
    assertThat(line.word()).isEqualTo(word);
    assertThat(line.wordIndex()).isEqualTo(1);
    assertThat(line.rawWordLength()).isEqualTo(rawLength);
  }

  @Test
  void beginsANewWordAfterWhiteSpace() {
    TypedLine line = TypedLine.of("join_group ", 11);
    assertThat(line.words()).isEqualTo(List.of("join_group", ""));
    assertThat(line.rawWordLength()).isZero();
    assertThat(TypedLine.of("", 0).wordIndex()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"al's & co", "a b", "#1", "a;b", "\"x\"", "back\\slash", "tab\there"})
  void writesCandidatesSoThatTheyAreReadBack(String name) throws SyntaxException {
    CharSequence escaped = TypedLine.of("join_group ", 11).escape(name, true);
    assertThat(Tokenizer.commands("join_group " + escaped))
        .containsExactly(List.of("join_group", name));
  }
}
