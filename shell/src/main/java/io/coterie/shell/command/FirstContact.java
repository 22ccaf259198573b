package io.coterie.shell.command;

/** Whether trackers whose authority nobody knows yet may be trusted. */
@FunctionalInterface
public interface FirstContact {

  /**
   * Asks the user, if there is one and there is something to ask. Blocks meanwhile.
   *
   * @return whether the user has confirmed an authority just now
   */
  boolean confirmed();

  /** Trusts nobody silently: for scripts. */
  FirstContact NONE = () -> false;
}
