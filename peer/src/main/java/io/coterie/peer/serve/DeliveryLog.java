package io.coterie.peer.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deliveries that no tracker has been told of, summed up by file and user. Bounded: while it is
 * full, those of further files and users go unreported. Thread-safe; never blocks.
 */
public final class DeliveryLog {
  /** For how many files and users sums are kept. */
  public static final int CAPACITY = 10_000;

  private final ConcurrentHashMap<Key, Long> bytes = new ConcurrentHashMap<>();

  private record Key(String groupId, String name, String user) {}

  /** Takes the sums out. If they cannot be told, {@link #add} them again. */
  public List<Delivery> drain(int max) {
    List<Delivery> drained = new ArrayList<>();
    for (Key key : bytes.keySet()) {
      if (drained.size() == max) {
        break;
      }
      Long sum = bytes.remove(key);
      if (sum != null) {
        drained.add(new Delivery(key.groupId(), key.name(), key.user(), sum));
      }
    }
    return drained;
  }

  /** Adds to the sum of the file and the user. */
  public void add(Delivery delivery) {
    Key key = new Key(delivery.groupId(), delivery.name(), delivery.user());
    if (bytes.size() < CAPACITY || bytes.containsKey(key)) {
      bytes.merge(key, delivery.bytes(), Long::sum);
    }
  }
}
