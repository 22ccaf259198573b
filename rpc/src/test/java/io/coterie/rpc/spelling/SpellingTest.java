package io.coterie.rpc.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {
  private static final List<String> WORDS =
      List.of(
          "login",
          "logout",
          "list_files",
          "list_groups",
          "upload_file",
          "quit",
          "exit",
          "--keep-going",
          "-c");

  @ParameterizedTest
  @CsvSource({
    "logn, login",
    "lgoin, login",
    "list-files, list_files",
    "LOGIN, login",
    "upload, upload_file",
    "qiut, quit",
    "--keep-goin, --keep-going"
  })
  void findsWhatWasMeant(String typed, String meant) {
    assertThat(Spelling.near(typed, WORDS)).first().isEqualTo(meant);
  }

  @Test
  void findsNothingFarAway() {
    assertThat(Spelling.near("frobnicate", WORDS)).isEmpty();
    assertThat(Spelling.near("zz", WORDS)).isEmpty();
    assertThat(Spelling.hint("-x", WORDS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ab, ab, 0",
    "ab, ba, 1",
    "ab, a, 1",
    "a, ab, 1",
    "ab, ac, 1",
    "abc, cab, 2",
    "'', abc, 3"
  })
  void measuresSlipsOfTheFinger(String a, String b, int distance) {
    assertThat(Spelling.distance(a, b)).isEqualTo(distance);
  }
}
