package io.coterie.shell.repl.terminal;

import io.coterie.shell.command.Arguments;
import io.coterie.shell.command.CommandEntry;
import io.coterie.shell.command.CommandFailure;
import io.coterie.shell.command.CommandTable;
import io.coterie.shell.command.LocalPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, and arguments by the labels of their parameters. */
final class ShellCompleter implements Completer {
  private static final String TRANSFER = "[GROUP] FILE";
  private static final String ONE_FILE = "[GROUP FILE]";

  private final CommandTable commands;
  private final Choices choices;
  private final LocalPaths paths;

  ShellCompleter(CommandTable commands, Choices choices, LocalPaths paths) {
    this.commands = commands;
    this.choices = choices;
    this.paths = paths;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.wordIndex() == 0) {
      commands.all().forEach(entry -> candidates.add(command(entry)));
      return;
    }
    Optional<CommandEntry> entry = commands.find(line.words().get(0));
    if (entry.isEmpty()) {
      return;
    }
    Arguments arguments = Arguments.of(entry.get());
    if (line.word().startsWith("-")) {
      arguments.options().forEach(option -> candidates.add(new Candidate(option)));
      return;
    }
    List<String> before =
        line.words().subList(1, line.wordIndex()).stream()
            .filter(word -> !arguments.options().contains(word))
            .toList();
    label(arguments.labels(), before.size())
        .ifPresent(label -> candidates.addAll(of(label, before, line.word())));
  }

  private Candidate command(CommandEntry entry) {
    String summary = Arguments.of(entry).summary();
    return new Candidate(entry.name(), entry.name(), null, summary, null, null, true);
  }

  /** The label at a position; a last label for two words stands for both. */
  private static Optional<String> label(List<String> labels, int position) {
    if (labels.equals(List.of(TRANSFER)) && position < 2) {
      return Optional.of(TRANSFER);
    }
    if (position > 0 && position == labels.indexOf(ONE_FILE) + 1) {
      return Optional.of("FILE");
    }
    return position < labels.size() ? Optional.of(labels.get(position)) : Optional.empty();
  }

  private List<Candidate> of(String label, List<String> before, String typed) {
    return switch (label) {
      case "GROUP" -> names(choices.groups());
      case "USER" -> before.isEmpty() ? List.of() : names(choices.users(before.get(0)));
      case ONE_FILE -> names(choices.groups());
      case "FILE" -> names(choices.files(before.get(before.size() - 1)));
      case TRANSFER -> names(choices.transfers(before.isEmpty() ? "" : before.get(0)));
      case "COMMAND" -> names(commands.all().stream().map(CommandEntry::name).toList());
      case "PATH", "DEST" -> local(typed);
      case "up|down" -> names(List.of("up", "down"));
      default -> List.of();
    };
  }

  private static List<Candidate> names(List<String> names) {
    return names.stream().map(Candidate::new).toList();
  }

  private List<Candidate> local(String typed) {
    String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
    List<Candidate> found = new ArrayList<>();
    try {
      for (LocalPaths.Child child : paths.children(folder.isEmpty() ? "." : folder)) {
        String value = folder + child.name() + (child.folder() ? "/" : "");
        String shown = child.name() + (child.folder() ? "/" : "");
        found.add(new Candidate(value, shown, null, null, null, null, !child.folder()));
      }
    } catch (CommandFailure e) {
      // Not a path: there is nothing to complete.
      return List.of();
    }
    return found;
  }
}
