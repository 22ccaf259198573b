package io.coterie.tracker.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.sql.SqlFailure;
import io.coterie.tracker.sql.postgres.PostgresFailures.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostgresFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "40001, CONFLICT, serialization failure",
    "40P01, CONFLICT, deadlock",
    "23503, RACE, foreign key",
    "23505, RACE, unique",
    "40003, UNAVAILABLE, completion unknown",
    "08006, LOST, connection failure",
    "08001, LOST, cannot connect",
    "57P01, LOST, admin shutdown",
    "57P03, LOST, cannot connect now",
    "57014, UNAVAILABLE, cancelled",
    "25006, LOST, read only",
    "25P03, UNAVAILABLE, idle in transaction",
    "28P01, UNAVAILABLE, password",
    "53300, UNAVAILABLE, too many connections",
    "53100, UNAVAILABLE, disk full",
    "55P03, UNAVAILABLE, lock timeout",
    "58030, UNAVAILABLE, input or output",
    "23502, WRONG, not null",
    "42601, WRONG, syntax",
    "22021, WRONG, character",
    "25P02, WRONG, in failed transaction",
  })
  void eachStateHasItsMeaning(String state, Kind kind, String name) {
    SQLException failure = new SQLException(name, state);

    assertThat(PostgresFailures.kindOf(failure)).isEqualTo(kind);
    assertThat(PostgresFailures.kindOf(new SqlFailure("select 1", failure))).isEqualTo(kind);
  }

  @Test
  void whatHasNoStateIsTheWayToTheDatabase() {
    assertThat(PostgresFailures.kindOf(new SQLException("broken pipe")))
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(
            PostgresFailures.kindOf(
                new SQLTransientConnectionException("no connection within 3 s", "42000")))
        .isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void whatIsNotTheDatabasesIsTheCallers() {
    assertThat(PostgresFailures.kindOf(new IllegalStateException("ours"))).isEqualTo(Kind.WRONG);
  }
}
