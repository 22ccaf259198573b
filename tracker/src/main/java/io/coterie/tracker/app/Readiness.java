package io.coterie.tracker.app;

import io.coterie.rpc.server.RpcServer;

/**
 * Whether clients should come: the store answers, the tracker's keys are those of the others, and
 * it is not leaving. Thread-safe.
 */
final class Readiness {

  private final RpcServer server;
  private final Operations operations;
  private boolean storeAnswers;
  private boolean keysAgree = true;
  private boolean leaving;

  Readiness(RpcServer server, Operations operations) {
    this.server = server;
    this.operations = operations;
  }

  /** What was last seen of the store. */
  synchronized void storeAnswers(boolean answers) {
    storeAnswers = answers;
    tell();
  }

  /** What was last seen of the keys that the other trackers use. */
  synchronized void keysAgree(boolean agree) {
    keysAgree = agree;
    tell();
  }

  /** The tracker is leaving, whatever the store does. */
  synchronized void leave() {
    leaving = true;
    tell();
  }

  private void tell() {
    boolean ready = storeAnswers && keysAgree && !leaving;
    server.setServing(ready);
    operations.setReady(ready);
  }
}
