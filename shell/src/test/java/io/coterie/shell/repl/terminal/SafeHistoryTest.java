package io.coterie.shell.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.shell.app.AllCommands;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jline.reader.History;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SafeHistoryTest {
  private static List<String> kept(String... lines) throws IOException {
    SafeHistory history = new SafeHistory(AllCommands.table());
    try (DumbTerminal terminal =
        new DumbTerminal(
            "test",
            "dumb",
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            StandardCharsets.UTF_8)) {
      history.attach(LineReaderBuilder.builder().terminal(terminal).build());
      for (String line : lines) {
        history.add(Instant.EPOCH, line);
      }
      return StreamSupport.stream(history.spliterator(), false).map(History.Entry::line).toList();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "login alice s3cret~login alice",
        "login alice~login alice",
        "create_user 'al ice' s3cret~create_user al\\ ice",
        "change_password s3cret s4cret~change_password",
        "login --password-stdin alice~login --password-stdin",
        "list_groups; login alice s3cret; whoami~list_groups; login alice; whoami",
        "upload_file a\\ b photos  # now~upload_file a\\ b photos  # now",
        "frobnicate x y~frobnicate x y",
      })
  void forgetsPasswords(String typed, String kept) throws IOException {
    assertThat(kept(typed)).containsExactly(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "logn alice s3cret",
        "login alice 's3cret",
        "create-user alice s3cret",
        "lgoin a b"
      })
  void forgetsWhatMayHoldAPassword(String typed) throws IOException {
    assertThat(kept(typed)).isEmpty();
  }

  @Test
  void keepsEverythingElseInOrder() throws IOException {
    assertThat(kept("whoami", "list_groups", "help"))
        .containsExactly("whoami", "list_groups", "help");
  }
}
