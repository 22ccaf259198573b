package io.coterie.shell.repl.terminal;

import io.coterie.rpc.error.Failure;
import io.coterie.shell.command.CommandFailure;
import io.coterie.shell.command.Patience;
import io.coterie.shell.render.Printer;
import io.coterie.shell.render.Problem;
import io.coterie.shell.render.Progress;

/** Tries until a tracker answers or the user interrupts: for somebody who sits and waits. */
final class KeepTrying implements Patience {
  private static final long SHORTEST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 3_000;

  private final Printer printer;
  private final Progress progress;

  KeepTrying(Printer printer, Progress progress) {
    this.printer = printer;
    this.progress = progress;
  }

  @Override
  public boolean again(Failure failure, int tries) {
    if (tries == 1) {
      printer.problem(Problem.of(failure));
      printer.note("trying again until a tracker answers; Ctrl-C stops");
    }
    progress.show("no tracker answers; try " + (tries + 1));
    long millis = Math.min(LONGEST_MILLIS, SHORTEST_MILLIS << Math.min(tries - 1, 10));
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("cancelled; no tracker answers");
    }
  }
}
