package io.coterie.peer.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.rpc.v1.ErrorReason;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Page tokens of any text: refused, or a part of the list in its order. */
public final class PageFuzzTest {
  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    int size = fuzz.below(4);
    TreeSet<String> keys = new TreeSet<>();
    for (int count = fuzz.below(8); count > 0; count--) {
      keys.add(new FuzzInput(fuzz.bytes(fuzz.below(6))).text());
    }
    List<String> all = List.copyOf(keys.descendingSet());
    walk(all, size);
    String token = fuzz.text();
    try {
      Page<String> page = Page.of("list", all, key -> key, size, token);
      assertThat(page.items()).isSorted().isSubsetOf(all);
    } catch (Refusal refused) {
      assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID);
      assertThat(refused.message()).doesNotContain("\n");
    }
  }

  /** Following the tokens shows each entry once, in order. */
  private static void walk(List<String> all, int size) {
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      Page<String> page = Page.of("list", all, key -> key, size, token);
      seen.addAll(page.items());
      token = page.nextToken();
    } while (!token.isEmpty() && seen.size() <= all.size());
    assertThat(seen).isEqualTo(all.stream().sorted().toList());
  }
}
