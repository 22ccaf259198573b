package io.coterie.tracker.sql;

/** Work that runs as a single statement has asked for a second one; it needs a transaction. */
public final class SecondStatementException extends RuntimeException {

  private static final long serialVersionUID = 1;

  SecondStatementException() {
    super("more than one statement", null, false, false);
  }
}
