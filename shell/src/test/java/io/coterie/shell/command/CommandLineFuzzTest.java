package io.coterie.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.app.AllCommands;
import java.util.ArrayList;
import java.util.List;

/** Arguments of any words for every command: they are understood, or its usage is shown. */
public final class CommandLineFuzzTest {
  private static final List<CommandEntry> COMMANDS = List.copyOf(AllCommands.table().all());

  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    CommandEntry entry = COMMANDS.get(fuzz.below(COMMANDS.size()));
    List<String> words = List.of(fuzz.text().split("\n", -1));
    List<String> given = new ArrayList<>(words);
    try {
      assertThat(Arguments.of(entry).parse(words)).isNotNull();
    } catch (UsageException refused) {
      String shown = Names.display(String.valueOf(refused.getMessage()));
      assertThat(shown).isNotBlank().doesNotContain("\n", "picocli");
      assertThat(refused.usage()).isNotEmpty();
      assertThat(refused.usage().get(0)).startsWith("usage: " + entry.name());
    }
    assertThat(words).isEqualTo(given);
    assertThat(AllCommands.table().near(words.get(0))).hasSizeLessThanOrEqualTo(3);
  }
}
