package io.coterie.shell.command.system;

import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import picocli.CommandLine.Command;

@Command(description = "Leaves the shell. Partial downloads are kept.", footer = "Example: quit")
final class Quit implements ShellCommand {
  @Override
  public void run(ShellContext shell) {
    shell.ending().request();
  }
}
