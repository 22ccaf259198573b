package io.coterie.tracker.trust;

import java.util.List;

/**
 * The keys whose grants count in a deployment: one, or two while one replaces the other.
 *
 * @param all every key in force, the signing one first; never empty
 */
public record GrantKeys(List<GrantKey> all) {

  /** Copies the list. */
  public GrantKeys {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("A deployment has at least one grant key.");
    }
  }

  /** The key that signs new grants. */
  public GrantKey signing() {
    return all.get(0);
  }
}
