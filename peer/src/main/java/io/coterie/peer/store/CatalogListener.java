package io.coterie.peer.store;

import java.util.Optional;

/** Hears of what leaves the {@link Catalog}. */
@FunctionalInterface
public interface CatalogListener {
  /**
   * Content is not served any more. Called on the thread that took it out, afterwards; must not
   * block.
   *
   * @param content what was served
   * @param fault why it had to go, a sentence for the user; empty when it was asked for
   */
  void removed(HeldContent content, Optional<String> fault);
}
