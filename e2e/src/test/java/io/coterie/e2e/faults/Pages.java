package io.coterie.e2e.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lists that come in pages. */
final class Pages {

  private Pages() {}

  /** One page, with the token of the next or an empty one. */
  record Page<T>(List<T> items, String next) {}

  /** All items of all pages. */
  static <T> List<T> of(Function<String, Page<T>> read) {
    List<T> all = new ArrayList<>();
    String token = "";
    do {
      Page<T> page = read.apply(token);
      all.addAll(page.items());
      token = page.next();
    } while (!token.isEmpty());
    return all;
  }
}
