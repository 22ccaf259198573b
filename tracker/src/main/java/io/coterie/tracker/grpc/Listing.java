package io.coterie.tracker.grpc;

import com.google.protobuf.Message;
import io.coterie.tracker.store.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One request for a page of a list.
 *
 * @param caller the caller's user key
 */
record Listing(PageTokens tokens, Message request, String caller) {

  private static final int DEFAULT_SIZE = 100;

  /** How many items to return, from the request's page_size. */
  int size() {
    int asked = (int) request.getField(request.getDescriptorForType().findFieldByName("page_size"));
    return asked == 0 ? DEFAULT_SIZE : asked;
  }

  /** The place after which to go on, of one part. */
  Optional<String> after() {
    return after(1).map(place -> place.get(0));
  }

  /** The place after which to go on, of one number. */
  long afterNumber(long first) {
    return after().map(Long::parseLong).orElse(first);
  }

  /** The place after which to go on. */
  Optional<List<String>> after(int parts) {
    return tokens.read(request, caller, parts);
  }

  /** The token with which to go on after the page; empty when there is no more. */
  <T> String next(Page<T> page, Function<T, String[]> place) {
    if (!page.more()) {
      return "";
    }
    T last = page.items().get(page.items().size() - 1);
    return tokens.create(request, caller, place.apply(last));
  }
}
