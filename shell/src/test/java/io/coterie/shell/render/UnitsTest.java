package io.coterie.shell.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.00 KiB",
    "1536, 1.50 KiB",
    "10240, 10.0 KiB",
    "1048063, 1023 KiB",
    "1048064, 1.00 MiB",
    "1048576, 1.00 MiB",
    "1073741824, 1.00 GiB",
    "9223372036854775807, 8.00 EiB",
  })
  void sizesHaveThreeDigits(long bytes, String shown) {
    assertThat(Units.size(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "59, 59s",
    "60, 1m",
    "200, 3m 20s",
    "3600, 1h",
    "7260, 2h 1m",
    "190800, 2d 5h"
  })
  void durationsHaveTwoUnits(long seconds, String shown) {
    assertThat(Units.duration(seconds)).isEqualTo(shown);
  }

  @Test
  void hundredPercentMeansAll() {
    assertThat(Units.percent(999_999, 1_000_000)).isEqualTo("99%");
    assertThat(Units.percent(1_000_000, 1_000_000)).isEqualTo("100%");
    assertThat(Units.percent(0, 0)).isEqualTo("100%");
  }

  @Test
  void limitsMayBeOff() {
    assertThat(Units.limit(0)).isEqualTo("off");
    assertThat(Units.limit(20 << 20)).isEqualTo("20.0 MiB/s");
  }
}
