package io.coterie.tracker.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The attach streams of this tracker: all that are open, and by user those that were let in. Any
 * thread may call; what is seen of several streams at once need not be of one moment.
 */
final class Attachments {

  /** Into how many parts the streams are divided, so that ticks can be spread over a second. */
  static final int SLOTS = 20;

  private final List<Set<Attachment>> slots;
  private final Map<String, Set<Attachment>> byUser = new ConcurrentHashMap<>();
  private final Map<String, Attachment> bySession = new ConcurrentHashMap<>();
  private final Map<String, Attachment> arrivingBySession = new ConcurrentHashMap<>();

  Attachments() {
    List<Set<Attachment>> made = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      made.add(ConcurrentHashMap.newKeySet());
    }
    slots = List.copyOf(made);
  }

  /**
   * Adds a stream that has been opened, and returns the one of the same session that it replaces:
   * one that was not let in yet, if any.
   */
  @Nullable Attachment open(Attachment attachment) {
    slotOf(attachment).add(attachment);
    return arrivingBySession.put(attachment.peer().sessionId(), attachment);
  }

  /** From now on no newer stream of the session replaces this one before that is let in itself. */
  void admit(Attachment attachment) {
    arrivingBySession.remove(attachment.peer().sessionId(), attachment);
  }

  /** Lets a stream in and returns the one of the same session that it replaces, if any. */
  @Nullable Attachment enter(Attachment attachment) {
    byUser.compute(
        attachment.peer().userKey(),
        (userKey, present) -> {
          Set<Attachment> streams = present == null ? ConcurrentHashMap.newKeySet() : present;
          streams.add(attachment);
          return streams;
        });
    return bySession.put(attachment.peer().sessionId(), attachment);
  }

  void remove(Attachment attachment) {
    slotOf(attachment).remove(attachment);
    byUser.computeIfPresent(
        attachment.peer().userKey(),
        (userKey, streams) -> {
          streams.remove(attachment);
          return streams.isEmpty() ? null : streams;
        });
    arrivingBySession.remove(attachment.peer().sessionId(), attachment);
    bySession.remove(attachment.peer().sessionId(), attachment);
  }

  /** The streams of one user that were let in. */
  Collection<Attachment> of(String userKey) {
    return byUser.getOrDefault(userKey, Set.of());
  }

  /** One part of the open streams, from 0 to {@link #SLOTS} - 1. */
  Collection<Attachment> slot(int number) {
    return slots.get(number);
  }

  /** All open streams. */
  List<Attachment> all() {
    return slots.stream().flatMap(Set::stream).toList();
  }

  /** How many streams are open, let in or not. */
  int count() {
    return slots.stream().mapToInt(Set::size).sum();
  }

  /** How many sessions have a stream that was let in. */
  int attached() {
    return bySession.size();
  }

  private Set<Attachment> slotOf(Attachment attachment) {
    return slots.get(Math.floorMod(attachment.id().hashCode(), SLOTS));
  }
}
