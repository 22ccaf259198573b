package io.coterie.rpc.flow;

import java.util.function.IntConsumer;

/**
 * Keeps a fixed number of inbound messages requested or being worked on: asks for as many at first,
 * then for one more as each is consumed. Thread-safe.
 */
public final class InboundWindow {

  private final int size;
  private final IntConsumer request;

  // Guarded by this.
  private int requested;
  private int held;

  /**
   * A window.
   *
   * @param size messages requested or held at a time, at least 1
   * @param request the stream's {@code request(n)}
   */
  public InboundWindow(int size, IntConsumer request) {
    if (size < 1) {
      throw new IllegalArgumentException("a window has room for at least one message");
    }
    this.size = size;
    this.request = request;
  }

  /** Asks for the first messages; once, when the call has started. */
  public void open() {
    synchronized (this) {
      if (requested + held > 0) {
        throw new IllegalStateException("the window is open already");
      }
      requested = size;
    }
    request.accept(size);
  }

  /**
   * A message has come.
   *
   * @throws IllegalStateException when it was not asked for
   */
  public synchronized void received() {
    if (requested == 0) {
      throw new IllegalStateException("a message came that was not asked for");
    }
    requested--;
    held++;
  }

  /**
   * A message that came is done with; asks for another.
   *
   * @throws IllegalStateException when none is held
   */
  public void consumed() {
    synchronized (this) {
      if (held == 0) {
        throw new IllegalStateException("no message is held");
      }
      held--;
      requested++;
    }
    request.accept(1);
  }

  /** Messages that have come and are not done with. */
  public synchronized int held() {
    return held;
  }
}
