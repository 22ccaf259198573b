package io.coterie.shell.repl;

/** A typed line cannot be split into commands. */
public final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  SyntaxException(String message) {
    super(message);
  }

  /** One plain sentence for the user. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
