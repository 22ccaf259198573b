package io.coterie.shell.repl.terminal;

import java.util.Optional;

/** Lets Ctrl-C cancel the running command and nothing else. Safe for use from any thread. */
final class Interrupts {
  private Optional<Thread> running = Optional.empty();

  /** Runs a command on the calling thread, which {@link #interrupt} interrupts meanwhile. */
  void during(Runnable command) {
    begin();
    try {
      command.run();
    } finally {
      end();
    }
  }

  /** Cancels the running command, if there is one. */
  synchronized void interrupt() {
    running.ifPresent(Thread::interrupt);
  }

  private synchronized void begin() {
    running = Optional.of(Thread.currentThread());
  }

  /** Also takes back an interrupt that came too late, which would hit the next line typed. */
  private synchronized void end() {
    running = Optional.empty();
    Thread.interrupted();
  }
}
