package io.coterie.shell.repl.terminal;

import java.util.List;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Status;

/**
 * The terminal, for everything that is not the line being typed: text above it and a few lines at
 * the bottom. Safe for use from any thread; the prompt is redrawn as needed.
 */
final class Screen implements AutoCloseable {
  private static final String REDRAW = "coterie-status";

  private final LineReader reader;
  private final Status status;
  private volatile List<AttributedString> bottom = List.of();

  Screen(LineReader reader) {
    this.reader = reader;
    Terminal terminal = reader.getTerminal();
    status = Status.getStatus(terminal);
    reader
        .getWidgets()
        .put(
            REDRAW,
            () -> {
              drawBottom();
              return true;
            });
  }

  /** Prints lines above the prompt. */
  synchronized void print(List<String> lines) {
    if (!lines.isEmpty()) {
      reader.printAbove(String.join("\n", lines));
    }
  }

  /** Shows these lines at the bottom in place of those before; none takes them away. */
  synchronized void bottom(List<String> lines) {
    bottom = lines.stream().map(AttributedString::fromAnsi).toList();
    if (reader.isReading()) {
      try {
        reader.callWidget(REDRAW);
        return;
      } catch (IllegalStateException e) {
        // The line was finished in between: nothing but this class draws now.
      }
    }
    drawBottom();
  }

  private void drawBottom() {
    if (bottom.isEmpty()) {
      status.hide();
    } else {
      status.update(bottom);
    }
    // Status leaves what takes its lines away in the buffer.
    reader.getTerminal().flush();
  }

  @Override
  public synchronized void close() {
    // Closing alone gives the lines back to the terminal with what is written on them.
    status.hide();
    status.close();
  }
}
