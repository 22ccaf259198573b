package io.coterie.shell.command;

import io.coterie.rpc.spelling.Spelling;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All commands, in the order in which help shows them. Immutable. */
public final class CommandTable {
  private final Map<String, CommandEntry> entries;

  /** A table of areas, each of them a list of commands. */
  public CommandTable(List<List<CommandEntry>> areas) {
    Map<String, CommandEntry> byName = new LinkedHashMap<>();
    for (List<CommandEntry> area : areas) {
      for (CommandEntry entry : area) {
        if (byName.put(entry.name(), entry) != null) {
          throw new IllegalArgumentException("two commands are called " + entry.name());
        }
      }
    }
    entries = Collections.unmodifiableMap(byName);
  }

  /** The command of that name. */
  public Optional<CommandEntry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** Every command. */
  public Collection<CommandEntry> all() {
    return entries.values();
  }

  /** Names of commands that the user may have meant, the nearest first; at most three. */
  public List<String> near(String name) {
    return Spelling.near(name, entries.keySet());
  }
}
