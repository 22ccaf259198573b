package io.coterie.rpc.flow;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Releases what messages hold that were made and could not be sent. */
public final class Unsent {
  private static final Logger log = LoggerFactory.getLogger(Unsent.class);

  private Unsent() {}

  /** Closes a message that can be closed; does nothing with others. */
  public static void discard(Object message) {
    if (message instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        log.warn("a message that was not sent cannot be closed", e);
      }
    }
  }
}
