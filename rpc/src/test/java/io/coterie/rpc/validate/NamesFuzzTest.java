package io.coterie.rpc.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.rpc.v1.ErrorReason;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names and all other text from others: what is accepted is harmless, what is shown is visible. */
public final class NamesFuzzTest {
  private static final Path DESTINATION = Path.of("/home/alice/Downloads");

  /** Controls, bidirectional and other formats, line ends, lone surrogates: by category. */
  private static final Pattern ACTS_ON_A_TERMINAL =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Cn}]");

  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    String text = fuzz.below(4) == 0 ? fuzz.utf16() : fuzz.text();
    shownIsHarmless(text);
    keysAreStable(text);
    acceptedIsHarmless(text);
  }

  private static void shownIsHarmless(String text) {
    String shown = Names.display(text);
    assertThat(ACTS_ON_A_TERMINAL.matcher(shown).find()).as("%s", shown).isFalse();
    assertThat(Names.display(shown)).isEqualTo(shown);
  }

  private static void keysAreStable(String text) {
    String key = Names.fold(text);
    assertThat(Names.fold(key)).isEqualTo(key);
    String normal = Names.normalise(text);
    assertThat(Names.normalise(normal)).isEqualTo(normal);
    assertThat(Names.fold(normal)).isEqualTo(key);
    assertThat(Names.fold(Normalizer.normalize(text, Normalizer.Form.NFKD))).isEqualTo(key);
    // Composed text with U+0345 and another mark has no upper case that keeps their order.
    String open = Normalizer.normalize(normal, Normalizer.Form.NFD);
    assertThat(Names.fold(open.toUpperCase(Locale.ROOT))).isEqualTo(key);
    assertThat(Names.fold(normal.toLowerCase(Locale.ROOT))).isEqualTo(key);
  }

  private static void acceptedIsHarmless(String text) {
    try {
      assertThat(Names.requireName(text)).isSameAs(text);
    } catch (Refusal refused) {
      assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_FIELD_INVALID);
      assertThat(refused.message()).isEqualTo(Names.display(refused.message()));
      return;
    }
    assertThat(text).isNotBlank().isEqualTo(text.strip()).isEqualTo(Names.display(text));
    assertThat(Names.normalise(text)).isEqualTo(text);
    if (Names.fileNameProblem(text).isEmpty()) {
      Path placed = DESTINATION.resolve(text);
      assertThat(placed.normalize()).isEqualTo(placed);
      assertThat(placed.getParent()).isEqualTo(DESTINATION);
      assertThat(placed.getFileName()).hasToString(text);
    }
  }
}
