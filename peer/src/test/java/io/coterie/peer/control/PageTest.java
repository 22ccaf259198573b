package io.coterie.peer.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageTest {
  private final List<String> all =
      new ArrayList<>(IntStream.range(0, 250).mapToObj(i -> String.format("%03d", i)).toList());

  private Page<String> page(int size, String token) {
    return Page.of("things", all, Function.identity(), size, token);
  }

  @Test
  void pagesJoinToTheWholeListThoughItChangesMeanwhile() {
    Page<String> first = page(0, "");
    assertThat(first.items()).hasSize(100).startsWith("000").endsWith("099");
    all.remove("099");
    all.remove("100");
    Page<String> second = page(100, first.nextToken());
    assertThat(second.items()).hasSize(100).startsWith("101").endsWith("200");
    Page<String> third = page(100, second.nextToken());
    assertThat(third.items()).hasSize(49).endsWith("249");
    assertThat(third.nextToken()).isEmpty();
  }

  @Test
  void aPageThatHoldsAllHasNoNext() {
    assertThat(page(250, "").nextToken()).isEmpty();
    assertThat(page(249, "").nextToken()).isNotEmpty();
  }

  @Test
  void aTokenOfAnotherListIsRefused() {
    String other = Page.of("others", all, Function.identity(), 1, "").nextToken();
    for (String token : List.of(other, "!!!", "AAAA")) {
      assertThatThrownBy(() -> page(10, token))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal ->
                  assertThat(refusal.reason())
                      .isEqualTo(ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID));
    }
  }
}
