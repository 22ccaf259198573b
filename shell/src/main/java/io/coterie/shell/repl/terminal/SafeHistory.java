package io.coterie.shell.repl.terminal;

import io.coterie.shell.command.Arguments;
import io.coterie.shell.command.CommandEntry;
import io.coterie.shell.command.CommandTable;
import io.coterie.shell.repl.SyntaxException;
import io.coterie.shell.repl.Tokenizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * A history without passwords: neither in memory nor on disk. A command that takes a password is
 * kept without it and what follows; a line that may be such a command mistyped is not kept.
 */
final class SafeHistory extends DefaultHistory {
  private static final String PASSWORD = "PASSWORD";

  private final CommandTable commands;

  SafeHistory(CommandTable commands) {
    this.commands = commands;
  }

  @Override
  public void add(Instant time, String line) {
    keepable(line).ifPresent(kept -> super.add(time, kept));
  }

  private Optional<String> keepable(String line) {
    List<List<String>> typed;
    try {
      typed = Tokenizer.commands(line);
    } catch (SyntaxException e) {
      // Nobody knows where in it a password is.
      return Optional.empty();
    }
    boolean changed = false;
    List<List<String>> kept = new ArrayList<>();
    for (List<String> words : typed) {
      Optional<CommandEntry> entry = commands.find(words.get(0));
      if (entry.isEmpty() && mayTakePassword(words.get(0))) {
        return Optional.empty();
      }
      int end = entry.map(SafeHistory::firstSecret).orElse(Integer.MAX_VALUE);
      changed |= words.size() > end;
      kept.add(words.subList(0, Math.min(end, words.size())));
    }
    return Optional.of(changed ? joined(kept) : line);
  }

  private boolean mayTakePassword(String mistyped) {
    return commands.near(mistyped).stream()
        .flatMap(name -> commands.find(name).stream())
        .anyMatch(entry -> firstSecret(entry) < Integer.MAX_VALUE);
  }

  /** The index, among the words of the command, of the first that may be a password. */
  private static int firstSecret(CommandEntry entry) {
    int index = Arguments.of(entry).labels().indexOf(PASSWORD);
    return index < 0 ? Integer.MAX_VALUE : index + 1;
  }

  private static String joined(List<List<String>> commands) {
    return commands.stream()
        .map(words -> words.stream().map(Tokenizer::quoted).collect(Collectors.joining(" ")))
        .collect(Collectors.joining("; "));
  }
}
