package io.coterie.shell.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;

final class ScreenTest {
  private static final String CLEAR_LINE_24 = "\033[24;1H\033[K";

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void takesItsLinesAwayWhenItIsClosed() throws IOException {
    try (Terminal terminal =
        new ExternalTerminal(
            "test",
            "xterm",
            new ByteArrayInputStream(new byte[0]),
            shown,
            StandardCharsets.UTF_8)) {
      terminal.setSize(Size.of(80, 24));
      Screen screen = new Screen(LineReaderBuilder.builder().terminal(terminal).build());
      screen.bottom(List.of("43% of a.bin"));
      assertThat(shown.toString(StandardCharsets.UTF_8)).contains("43% of a.bin");
      shown.reset();

      screen.close();

      assertThat(shown.toString(StandardCharsets.UTF_8)).contains(CLEAR_LINE_24);
    }
  }
}
