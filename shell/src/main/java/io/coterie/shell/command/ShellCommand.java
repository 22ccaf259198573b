package io.coterie.shell.command;

import java.io.IOException;

/**
 * One command. Its fields are its arguments, filled in by picocli from their annotations; the
 * labels of positional parameters (GROUP, USER, FILE, PATH, PASSWORD ...) also drive completion and
 * keep passwords out of the history. An instance runs once.
 */
public interface ShellCommand {

  /**
   * Does what the command is for and prints the result. Runs on the shell's only command thread,
   * which is interrupted to cancel it.
   *
   * @throws CommandFailure when it cannot be done, for a reason found in the shell
   * @throws io.grpc.StatusRuntimeException when a service refused it
   * @throws IOException when a local file cannot be read or written
   */
  void run(ShellContext shell) throws IOException;
}
