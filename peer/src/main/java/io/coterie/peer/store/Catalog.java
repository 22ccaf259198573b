package io.coterie.peer.store;

import io.coterie.peer.content.ContentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the logged-in user serves. The same content may be in it several times, under several names;
 * any one of them is served. Thread-safe; never blocks a reader.
 */
public final class Catalog {
  private final ConcurrentHashMap<ContentId, List<HeldContent>> contents =
      new ConcurrentHashMap<>();
  private final List<CatalogListener> listeners = new CopyOnWriteArrayList<>();

  /** Serves content from now on; the newest of several with the same id is preferred. */
  public void add(HeldContent content) {
    contents.compute(
        content.id(),
        (id, present) -> {
          List<HeldContent> all = new ArrayList<>();
          all.add(content);
          if (present != null) {
            present.stream().filter(other -> other != content).forEach(all::add);
          }
          return List.copyOf(all);
        });
  }

  /** What is served under an id. */
  public Optional<HeldContent> find(ContentId id) {
    List<HeldContent> all = contents.get(id);
    return all == null ? Optional.empty() : Optional.of(all.get(0));
  }

  /** What is served under a name in a group. */
  public Optional<HeldContent> find(String groupId, String name) {
    return list().stream()
        .filter(content -> content.id().groupId().equals(groupId) && content.name().equals(name))
        .findFirst();
  }

  /** Serves content no longer, as asked. Does nothing if it is not served. */
  public void remove(HeldContent content) {
    remove(content, Optional.empty());
  }

  /**
   * Serves content no longer because something is wrong with it. Does nothing if it is not served.
   *
   * @param fault a sentence for the user
   */
  public void withdraw(HeldContent content, String fault) {
    remove(content, Optional.of(fault));
  }

  /** Serves nothing any more. */
  public void clear() {
    list().forEach(this::remove);
  }

  /** Everything served, in no order. */
  public List<HeldContent> list() {
    return contents.values().stream().flatMap(List::stream).toList();
  }

  /** Tells a listener of everything that is removed from now on. */
  public void addListener(CatalogListener listener) {
    listeners.add(listener);
  }

  private void remove(HeldContent content, Optional<String> fault) {
    boolean[] found = new boolean[1];
    contents.computeIfPresent(
        content.id(),
        (id, present) -> {
          List<HeldContent> left = present.stream().filter(other -> other != content).toList();
          found[0] = left.size() < present.size();
          return left.isEmpty() ? null : left;
        });
    if (found[0]) {
      listeners.forEach(listener -> listener.removed(content, fault));
    }
  }
}
