package io.coterie.peer.serve;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.store.HeldContent;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What was sent of content since the peer started. Thread-safe; never blocks. */
public final class Uploads {
  private final LongAdder total = new LongAdder();
  private final LongAdder pieces = new LongAdder();
  private final ConcurrentHashMap<ContentId, LongAdder> byContent = new ConcurrentHashMap<>();
  private final DeliveryLog deliveries;

  /** Counts, and enters each delivery into a log. */
  public Uploads(DeliveryLog deliveries) {
    this.deliveries = deliveries;
  }

  /** Bytes sent of everything. */
  public long total() {
    return total.sum();
  }

  /** Pieces sent to their last byte. */
  public long pieces() {
    return pieces.sum();
  }

  /** Bytes sent of one content. */
  public long of(ContentId id) {
    LongAdder sent = byContent.get(id);
    return sent == null ? 0 : sent.sum();
  }

  void sent(HeldContent content, String user, int bytes, boolean endOfPiece) {
    total.add(bytes);
    if (endOfPiece) {
      pieces.increment();
    }
    byContent.computeIfAbsent(content.id(), id -> new LongAdder()).add(bytes);
    deliveries.add(new Delivery(content.id().groupId(), content.name(), user, bytes));
  }
}
