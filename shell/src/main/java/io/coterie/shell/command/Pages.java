package io.coterie.shell.command;

import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Fetches lists that come page by page. */
public final class Pages {
  /** How many elements to ask for at once: as many as the services allow. */
  public static final int SIZE = 1000;

  private Pages() {}

  /**
   * Fetches all pages.
   *
   * @param fetch fetches the page of a token and returns the token of the next one; empty tokens
   *     stand for the first page and for the end
   * @throws CommandFailure when a service sends the same token twice and so would never end
   */
  public static void all(UnaryOperator<String> fetch) {
    Set<String> seen = new HashSet<>();
    String token = "";
    do {
      token = fetch.apply(token);
      if (!token.isEmpty() && !seen.add(token)) {
        throw new CommandFailure("the list does not end: the service repeats a page; try again");
      }
    } while (!token.isEmpty());
  }
}
