package io.coterie.shell.app;

import io.coterie.shell.command.CommandTable;
import io.coterie.shell.command.LocalPaths;
import io.coterie.shell.repl.terminal.TerminalShell;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A shell with somebody at its terminal. */
final class TerminalMode {
  private static final String HISTORY = "shell/history";

  private TerminalMode() {}

  /** Whether both input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // Before JDK 22, which this runs on as well, it is.
  static boolean possible() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since JDK 22 there may be a console without a terminal, and this method to tell.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Runs until the user leaves. */
  static void run(
      ShellOptions options,
      Connections connections,
      CommandTable commands,
      Path coterieHome,
      Map<String, String> environment)
      throws IOException {
    TerminalShell.Settings settings =
        new TerminalShell.Settings(
            coterieHome.resolve(HISTORY),
            environment.getOrDefault("NO_COLOR", "").isEmpty(),
            options.json,
            connections.endsPeer());
    new TerminalShell(
            connections.control(),
            connections.tracker(),
            connections.introduction(),
            LocalPaths.ofProcess(),
            commands,
            settings)
        .run();
  }
}
