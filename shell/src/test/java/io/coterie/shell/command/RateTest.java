package io.coterie.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RateTest {
  @ParameterizedTest
  @CsvSource({
    "off, 0",
    "OFF, 0",
    "1, 1",
    "500K, 512000",
    "20M, 20971520",
    "20m, 20971520",
    "1.5MiB/s, 1572864",
    "3MB, 3145728",
    "1T, 1099511627776",
  })
  void readsRates(String text, long bytes) {
    assertThat(Rate.parse(text).bytesPerSecond()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "fast", "-1", "0", "0.5", "20X", "1.1T", "1e9", "20 M", "99999999999999"})
  void refusesOthers(String text) {
    assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
