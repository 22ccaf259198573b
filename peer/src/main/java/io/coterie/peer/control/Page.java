package io.coterie.peer.control;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param items the entries
 * @param nextToken names what comes next; empty at the end
 */
record Page<T>(List<T> items, String nextToken) {
  private static final int DEFAULT_SIZE = 100;

  /**
   * The part of a list after a token.
   *
   * @param list names the list, so that a token of another list is refused
   * @param key orders the entries and differs for each
   * @param size at most this many; 0 for a hundred
   * @param token from the page before; empty for the first page
   * @throws Refusal PAGE_TOKEN_INVALID
   */
  static <T> Page<T> of(String list, List<T> all, Function<T, String> key, int size, String token) {
    String prefix = list + ":";
    String after = token.isEmpty() ? "" : decode(token, prefix);
    List<T> rest =
        all.stream()
            .filter(item -> token.isEmpty() || key.apply(item).compareTo(after) > 0)
            .sorted(Comparator.comparing(key))
            .toList();
    int count = size == 0 ? DEFAULT_SIZE : size;
    if (rest.size() <= count) {
      return new Page<>(rest, "");
    }
    List<T> items = rest.subList(0, count);
    return new Page<>(items, encode(prefix + key.apply(items.get(count - 1))));
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token, String prefix) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(prefix)) {
        return text.substring(prefix.length());
      }
    } catch (IllegalArgumentException malformed) {
      throw invalid();
    }
    throw invalid();
  }

  private static Refusal invalid() {
    return new Refusal(
        ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID,
        "the page token does not come from this list; begin without one");
  }
}
