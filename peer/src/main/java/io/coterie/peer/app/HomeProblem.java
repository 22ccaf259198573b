package io.coterie.peer.app;

import io.coterie.peer.store.StoreLockedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Says in one sentence why a peer's home cannot be used. */
final class HomeProblem {
  private HomeProblem() {}

  static String explain(IOException problem, Path coterieHome) {
    if (problem instanceof StoreLockedException locked) {
      return String.valueOf(locked.getMessage());
    }
    return "the home "
        + coterieHome
        + " cannot be used ("
        + reason(problem)
        + "); set COTERIE_HOME to a folder that you may write";
  }

  private static String reason(IOException problem) {
    if (problem instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be written";
    }
    if (problem instanceof FileSystemException failed && failed.getReason() == null) {
      return failed.getFile() + ": " + failed.getClass().getSimpleName();
    }
    return String.valueOf(problem.getMessage());
  }
}
