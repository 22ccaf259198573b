package io.coterie.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PagesTest {
  @Test
  void followsTheTokensToTheEnd() {
    Map<String, String> next = Map.of("", "b", "b", "c", "c", "");
    List<String> fetched = new ArrayList<>();
    Pages.all(
        token -> {
          fetched.add(token);
          return next.getOrDefault(token, "");
        });
    assertThat(fetched).containsExactly("", "b", "c");
  }

  @Test
  void doesNotGoRoundInCircles() {
    assertThatThrownBy(() -> Pages.all(token -> token.equals("a") ? "b" : "a"))
        .isInstanceOf(CommandFailure.class);
  }
}
