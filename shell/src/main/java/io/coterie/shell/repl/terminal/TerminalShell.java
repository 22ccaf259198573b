package io.coterie.shell.repl.terminal;

import io.coterie.shell.command.CommandTable;
import io.coterie.shell.command.ControlClient;
import io.coterie.shell.command.Ending;
import io.coterie.shell.command.Introduction;
import io.coterie.shell.command.LocalPaths;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.command.TrackerClient;
import io.coterie.shell.render.JsonPrinter;
import io.coterie.shell.render.Printer;
import io.coterie.shell.repl.Farewell;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A shell at a terminal, wired together.
 *
 * @param control the peer
 * @param tracker the trackers
 * @param introduction how trackers that are not known yet introduce themselves
 * @param paths what typed paths mean
 * @param commands all commands
 * @param settings how it looks and what it keeps
 */
public record TerminalShell(
    ControlClient control,
    TrackerClient tracker,
    Introduction introduction,
    LocalPaths paths,
    CommandTable commands,
    Settings settings) {
  private static final int HISTORY_LINES = 2_000;

  /**
   * How the shell looks and what it keeps.
   *
   * @param historyFile where typed lines are kept, without passwords; only its owner can read it
   * @param colours whether colours may be used
   * @param json whether results are printed as JSON
   * @param endsPeer whether the peer ends with the shell, so that its partial downloads are named
   */
  public record Settings(Path historyFile, boolean colours, boolean json, boolean endsPeer) {}

  /**
   * Runs at the terminal of this process until the user leaves.
   *
   * @throws IOException when the terminal cannot be used or the history cannot be kept
   */
  public void run() throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().build()) {
      run(terminal);
    }
  }

  /** Runs at a terminal, which stays the caller's. */
  void run(Terminal terminal) throws IOException {
    PrivateFile.make(settings.historyFile());
    LineReader reader = reader(terminal);
    try (Screen screen = new Screen(reader);
        Timer timer = new Timer()) {
      run(reader, screen, timer);
    } finally {
      reader.getHistory().save();
    }
  }

  private void run(LineReader reader, Screen screen, Timer timer) {
    Tty look = new Tty(reader.getTerminal(), settings.colours());
    Dashboard dashboard = new Dashboard(screen::bottom, timer);
    Printer printer = printer(reader.getTerminal(), screen, look);
    ShellContext shell =
        new ShellContext(
            control,
            tracker,
            new KeepTrying(printer, dashboard),
            new AskedContact(introduction, reader, printer),
            printer,
            dashboard,
            new TerminalPasswords(reader),
            paths,
            commands,
            new Ending());
    LiveNews news = new LiveNews(dashboard, screen::print, look);
    try (EventWatch watch = new EventWatch(control, news, dashboard::forget, timer)) {
      watch.start();
      new InteractiveLoop(reader, shell).run();
      if (settings.endsPeer()) {
        Farewell.say(shell);
      }
    }
  }

  private LineReader reader(Terminal terminal) {
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .appName("coterie")
        .parser((line, cursor, context) -> TypedLine.of(line, cursor))
        .history(new SafeHistory(commands))
        .completer(new ShellCompleter(commands, new Choices(control, tracker), paths))
        .variable(LineReader.HISTORY_FILE, settings.historyFile())
        .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
        .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES)
        // Otherwise "!" in a name or a password would be replaced from the history.
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
        .option(LineReader.Option.INSERT_TAB, false)
        .build();
  }

  private Printer printer(Terminal terminal, Screen screen, Tty look) {
    if (settings.json()) {
      PrintStream out = new PrintStream(terminal.output(), true, StandardCharsets.UTF_8);
      return new JsonPrinter(out, out);
    }
    return new TerminalPrinter(screen::print, look);
  }
}
