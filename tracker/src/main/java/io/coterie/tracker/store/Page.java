package io.coterie.tracker.store;

import java.util.List;

/**
 * A page of a list.
 *
 * @param more whether there is something after the last item
 */
public record Page<T>(List<T> items, boolean more) {

  /** Makes a page of {@code size} from up to {@code size + 1} rows. */
  public static <T> Page<T> of(List<T> rows, int size) {
    return new Page<>(
        List.copyOf(rows.subList(0, Math.min(rows.size(), size))), rows.size() > size);
  }
}
