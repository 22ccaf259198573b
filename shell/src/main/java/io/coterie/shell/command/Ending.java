package io.coterie.shell.command;

/** Whether the user asked to leave the shell. Safe for use from any thread. */
public final class Ending {
  private volatile boolean requested;

  /** Makes the shell end after the running command. */
  public void request() {
    requested = true;
  }

  /** Whether the shell ends after the running command. */
  public boolean requested() {
    return requested;
  }
}
