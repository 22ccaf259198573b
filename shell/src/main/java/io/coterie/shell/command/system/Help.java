package io.coterie.shell.command.system;

import com.google.protobuf.Struct;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Arguments;
import io.coterie.shell.command.CommandEntry;
import io.coterie.shell.command.CommandFailure;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.JsonObject;
import io.coterie.shell.render.Table;
import io.coterie.shell.render.Table.Column;
import io.coterie.shell.render.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Lists all commands, or explains one.",
    footer = "Example: help download_file")
final class Help implements ShellCommand {
  private static final List<Column> COLUMNS =
      List.of(Column.of("COMMAND"), Column.of("WHAT IT DOES"));

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "COMMAND",
      description = "The command to explain.")
  @Nullable String command;

  @Override
  public void run(ShellContext shell) {
    if (command == null) {
      all(shell);
    } else {
      one(shell, command);
    }
  }

  private static void one(ShellContext shell, String name) {
    CommandEntry entry = shell.commands().find(name).orElseThrow(() -> unknown(shell, name));
    List<String> lines = Arguments.of(entry).help();
    Struct result =
        new JsonObject().with("name", name).with("help", String.join("\n", lines)).build();
    shell.show(result, new View.Lines(lines));
  }

  private static void all(ShellContext shell) {
    List<Struct> objects = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (CommandEntry entry : shell.commands().all()) {
      Arguments arguments = Arguments.of(entry);
      rows.add(List.of(arguments.synopsis(), arguments.summary()));
      objects.add(
          new JsonObject()
              .with("name", entry.name())
              .with("synopsis", arguments.synopsis())
              .with("summary", arguments.summary())
              .build());
    }
    Struct result = new JsonObject().with("commands", objects).build();
    shell.show(result, new Table(COLUMNS, rows, ""));
  }

  private static CommandFailure unknown(ShellContext shell, String name) {
    List<String> near = shell.commands().near(name);
    return new CommandFailure(
        "there is no command \""
            + Names.display(name)
            + "\"; "
            + (near.isEmpty()
                ? "help lists all commands"
                : "did you mean " + String.join(" or ", near)));
  }
}
