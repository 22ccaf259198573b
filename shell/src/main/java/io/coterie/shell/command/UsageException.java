package io.coterie.shell.command;

import java.util.List;

/** The arguments of a command are wrong. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> usage;

  UsageException(String message, List<String> usage) {
    super(message);
    this.usage = List.copyOf(usage);
  }

  /** How the command is used. */
  List<String> usage() {
    return usage;
  }
}
