package io.coterie.shell.command.system;

import io.coterie.shell.command.CommandEntry;
import java.util.List;

/** The commands of this package. */
public final class SystemCommands {
  private SystemCommands() {}

  /** In the order in which help shows them. */
  public static List<CommandEntry> all() {
    return List.of(
        new CommandEntry("set_limit", SetLimit::new),
        new CommandEntry("trackers", Trackers::new),
        new CommandEntry("credentials", Credentials::new),
        new CommandEntry("help", Help::new),
        new CommandEntry("quit", Quit::new),
        new CommandEntry("exit", Quit::new));
  }
}
