package io.coterie.shell.command;

import io.coterie.rpc.error.Failure;

/** Decides whether a call that reached no tracker is made again, with the same request. */
public interface Patience {

  /**
   * Waits for a while before another try.
   *
   * @param failure why the try before failed
   * @param tries how many tries have failed, from 1
   * @return whether to try again
   * @throws CommandFailure when the wait is interrupted
   */
  boolean again(Failure failure, int tries);

  /** Gives up at once: for scripts. */
  Patience NONE = (failure, tries) -> false;
}
