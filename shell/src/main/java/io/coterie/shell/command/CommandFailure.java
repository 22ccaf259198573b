package io.coterie.shell.command;

/** A command failed, for a reason found in the shell itself. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Fails the command.
   *
   * @param message one plain sentence for the user that says what to do, safe to print
   */
  public CommandFailure(String message) {
    super(message);
  }

  /** The sentence for the user. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
