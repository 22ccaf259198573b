package io.coterie.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.shell.app.AllCommands;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CommandTableTest {
  private static final String EXAMPLE = "example: ";

  static Stream<CommandEntry> commands() {
    return AllCommands.table().all().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(CommandEntry entry) {
    Arguments arguments = Arguments.of(entry);
    assertThat(arguments.summary()).endsWith(".");
    assertThat(arguments.help()).isNotEmpty().allMatch(line -> line.length() <= 100);
    assertThat(arguments.usage().get(0)).startsWith("usage: " + entry.name());
    assertThat(arguments.synopsis()).doesNotContain("\n");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleIsRightUse(CommandEntry entry) {
    List<String> usage = Arguments.of(entry).usage();
    String example = usage.get(usage.size() - 1);
    assertThat(example).startsWith(EXAMPLE);
    List<String> words =
        List.of(example.substring(EXAMPLE.length()).replaceAll(",.*", "").split(" ", -1));
    assertThat(entry.name()).isIn(words.get(0), "exit");
    assertThatCode(() -> Arguments.of(entry).parse(words.subList(1, words.size())))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandRefusesMoreThanItTakes(CommandEntry entry) {
    assertThatThrownBy(() -> Arguments.of(entry).parse(List.of("a", "b", "c", "d", "e")))
        .isInstanceOf(UsageException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "create_user~USER PASSWORD",
        "login~USER PASSWORD",
        "logout~",
        "create_group~NEW_GROUP",
        "join_group~GROUP",
        "leave_group~GROUP",
        "list_requests~GROUP",
        "accept_request~GROUP USER",
        "list_groups~",
        "upload_file~PATH GROUP",
        "list_files~GROUP",
        "download_file~GROUP FILE DEST",
        "show_downloads~",
        "stop_share~GROUP FILE",
      })
  void theOriginalCommandsKeepTheirArguments(String name, String labels) {
    CommandEntry entry = AllCommands.table().find(name).orElseThrow();
    assertThat(String.join(" ", Arguments.of(entry).labels()))
        .isEqualTo(labels == null ? "" : labels);
  }

  @Test
  void noTwoCommandsShareAName() {
    List<CommandEntry> twice = List.copyOf(AllCommands.table().all());
    assertThatThrownBy(() -> new CommandTable(List.of(twice, twice)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
