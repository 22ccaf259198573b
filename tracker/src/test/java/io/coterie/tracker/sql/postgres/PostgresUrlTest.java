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
        .contains(
            "targetServerType=primary",
            "socketTimeout=10",
            "connectTimeout=3",
            "logServerErrorDetail=false");
    assertThat(url).hasToString("jdbc:postgresql://one:5432,two/coterie");
    assertThat(url.user()).isEmpty();
  }

  @Test
  void otherMachinesMustProveWhoTheyAre() {
    assertThat(PostgresUrl.parse("jdbc:postgresql://localhost,127.0.0.1:5433/c").complete())
        .doesNotContain("sslmode");
    assertThat(PostgresUrl.parse("jdbc:postgresql://[::1]:5433/c").complete())
        .doesNotContain("sslmode");
    assertThat(PostgresUrl.parse("jdbc:postgresql://localhost,db2/c").complete())
        .contains("sslmode=verify-full");
    assertThat(PostgresUrl.parse("jdbc:postgresql://db/c?sslmode=require").complete())
        .doesNotContain("verify-full");
    assertThat(PostgresUrl.parse("jdbc:postgresql://db/c?ssl=true").complete())
        .as("which means verify-full")
        .doesNotContain("sslmode");
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
