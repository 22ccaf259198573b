package io.coterie.tracker.app;

import io.coterie.rpc.server.RpcServer;

/** Whether clients should come: the store answers, and the tracker is not leaving. Thread-safe. */
final class Readiness {

  private final RpcServer server;
  private final Operations operations;
  private boolean leaving;

  Readiness(RpcServer server, Operations operations) {
    this.server = server;
    this.operations = operations;
  }

  /** What was last seen of the store. */
  synchronized void storeAnswers(boolean answers) {
    tell(answers && !leaving);
  }

  /** The tracker is leaving, whatever the store does. */
  synchronized void leave() {
    leaving = true;
    tell(false);
  }

  private void tell(boolean ready) {
    server.setServing(ready);
    operations.setReady(ready);
  }
}
