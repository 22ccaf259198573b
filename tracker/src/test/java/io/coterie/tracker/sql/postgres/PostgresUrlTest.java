package io.coterie.tracker.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What it refuses is tested by the tracker's command. */
final class PostgresUrlTest {

  @Test
  void whatIsLeftOpenIsFilledIn() {
    PostgresUrl url = PostgresUrl.parse("jdbc:postgresql://one:5432,two/coterie");

    assertThat(url.complete())
        .startsWith("jdbc:postgresql://one:5432,two/coterie?")
        .contains("targetServerType=primary", "socketTimeout=10", "connectTimeout=3");
    assertThat(url).hasToString("jdbc:postgresql://one:5432,two/coterie");
    assertThat(url.user()).isEmpty();
  }

  @Test
  void whatIsGivenStays() {
    PostgresUrl url =
        PostgresUrl.parse(
            "jdbc:postgresql://one/coterie?sslmode=verify-full&socketTimeout=30&user=keeper");

    assertThat(url.complete())
        .contains("sslmode=verify-full&socketTimeout=30", "&targetServerType=primary")
        .doesNotContain("socketTimeout=10");
    assertThat(url).hasToString("jdbc:postgresql://one/coterie");
    assertThat(url.user()).contains("keeper");
  }
}
