package io.coterie.shell.command;

import java.util.function.Supplier;

/**
 * A command by its name.
 *
 * @param name what the user types
 * @param command makes a fresh instance for one run
 */
public record CommandEntry(String name, Supplier<ShellCommand> command) {}
