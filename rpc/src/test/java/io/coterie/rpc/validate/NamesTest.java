package io.coterie.rpc.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.coterie.rpc.error.Refusal;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"alice", "Jürgen Groß", "写真", "a.b", "...", ".hidden", "O'Brien & co", "😀"})
  void ordinaryNamesPass(String name) {
    assertThatCode(() -> Names.requireFileName(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        " a",
        "a ",
        "a\u00A0",
        "\u3000a",
        "a\nb",
        "a\u0000b",
        "a\u001B[2J",
        "a\u202Eb",
        "a\u200Bb",
        "a\u2028b",
        "a\uFEFF",
        "e\u0301",
        "a\uD800",
        "a\u0378b",
        "a\u007F"
      })
  void namesThatDeceiveAreRefused(String name) {
    assertThatThrownBy(() -> Names.requireName(name)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> Names.requireFileName(name)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "/etc/passwd", "..\\x", "../x"})
  void fileNamesAreNoPaths(String name) {
    assertThatThrownBy(() -> Names.requireFileName(name)).isInstanceOf(Refusal.class);
  }

  @Test
  void whatAUserTypesIsNormalised() {
    assertThatCode(() -> Names.requireName(Names.normalise("e\u0301"))).doesNotThrowAnyException();
  }

  @Test
  void namesThatLookAlikeFoldAlike() {
    assertThat(Names.fold("ALICE")).isEqualTo(Names.fold("alice"));
    assertThat(Names.fold("Straße")).isEqualTo(Names.fold("STRASSE"));
    assertThat(Names.fold("ΟΔΟΣ")).isEqualTo(Names.fold("οδος")).isEqualTo(Names.fold("οδοσ"));
    assertThat(Names.fold("ﬁle")).isEqualTo(Names.fold("FILE"));
    assertThat(Names.fold("Ａlice")).isEqualTo("alice");
    assertThat(Names.fold("alice")).isNotEqualTo(Names.fold("alíce"));
  }

  @Test
  void foldingEndsAndIsIdempotentForEveryCharacter() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String text = Character.toString(c);
      String folded = Names.fold(text);
      boolean stable =
          Names.fold(folded).equals(folded)
              && Names.fold(text.toLowerCase(Locale.ROOT)).equals(folded);
      if (!stable) {
        fail("U+%04X is not folded for good", c);
      }
    }
  }

  @Test
  void displayShowsWhatATerminalWouldObey() {
    assertThat(Names.display("Jürgen 😀")).isEqualTo("Jürgen 😀");
    assertThat(Names.display("a\u001B[2Jb\nc\td\u202E\uD800"))
        .isEqualTo("a\\u{1b}[2Jb\\nc\\td\\u{202e}\\u{d800}");
  }
}
