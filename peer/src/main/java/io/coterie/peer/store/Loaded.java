package io.coterie.peer.store;

import java.util.List;

/**
 * What was found on disk.
 *
 * @param entries what can be used
 * @param problems what cannot, a sentence each for the user
 */
public record Loaded<T>(List<T> entries, List<String> problems) {
  public Loaded {
    entries = List.copyOf(entries);
    problems = List.copyOf(problems);
  }
}
