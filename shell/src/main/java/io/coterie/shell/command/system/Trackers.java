package io.coterie.shell.command.system;

import com.google.protobuf.Struct;
import io.coterie.rpc.trackers.TrackerState;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.JsonObject;
import io.coterie.shell.render.Table;
import io.coterie.shell.render.Table.Column;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

@Command(
    description = "Shows which trackers answer, and which one calls go to first.",
    footer = "Example: trackers")
final class Trackers implements ShellCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("TRACKER"), Column.of("STATE"), Column.of("ANSWERED IN"), Column.of("DETAIL"));

  @Override
  public void run(ShellContext shell) {
    List<TrackerState> states = shell.tracker().survey().ask();
    List<List<String>> rows = states.stream().map(Trackers::row).toList();
    Struct result =
        new JsonObject().with("trackers", states.stream().map(Trackers::json).toList()).build();
    shell.show(result, new Table(COLUMNS, rows, "no tracker is known"));
  }

  private static List<String> row(TrackerState state) {
    return List.of(
        state.address().toString(),
        condition(state),
        state.latency().map(latency -> latency.toMillis() + " ms").orElse("-"),
        state.lastError().map(Names::display).orElse(state.preferred() ? "[in use]" : "-"));
  }

  private static String condition(TrackerState state) {
    return switch (state.condition()) {
      case IDLE -> "not tried";
      case ANSWERING -> "answers";
      case FAILING -> "fails";
    };
  }

  private static Struct json(TrackerState state) {
    JsonObject object =
        new JsonObject()
            .with("address", state.address().toString())
            .with("condition", state.condition().name().toLowerCase(Locale.ROOT))
            .with("preferred", state.preferred())
            .with("last_error", state.lastError().orElse(""));
    state.latency().ifPresent(latency -> object.with("latency_ms", latency.toMillis()));
    return object.build();
  }
}
