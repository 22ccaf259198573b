package io.coterie.tracker.testing;

import io.coterie.tracker.sql.postgres.PostgresSettings;
import io.coterie.tracker.sql.postgres.PostgresStore;
import io.coterie.tracker.sql.postgres.PostgresUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * One PostgreSQL server for all tests of a run, out of a jar, started when first needed and ended
 * with the process. A standby that does not exist is named as synchronous, so that a database can
 * be made to wait for it; by default commits do not.
 */
public final class Postgres {

  private static final String USER = "postgres";
  private static final String TEMPLATE = "coterie_template";
  private static final AtomicInteger databases = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;
  private static @Nullable String missing;

  private Postgres() {}

  /** Skips the test where no server can be started, and says why. */
  public static void require() {
    EmbeddedPostgres unused = server();
  }

  /** Makes an empty database and returns its name. */
  public static String emptyDatabase() {
    return create("template0");
  }

  /** Makes a database with the newest schema and returns its name. */
  public static String database() {
    require();
    return create(TEMPLATE);
  }

  /** Removes a database, whoever is connected to it. */
  public static void drop(String database) {
    execute(USER, "drop database if exists " + database + " with (force)");
  }

  /** The URL of a database. */
  public static String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + server().getPort() + "/" + database;
  }

  /** Opens a store on a database. */
  public static PostgresStore open(
      String database, Duration patience, Optional<InstantSource> clock) {
    return PostgresStore.open(
        new PostgresSettings(
            PostgresUrl.parse(url(database)), USER, Optional::empty, patience, clock));
  }

  /** Opens a store by a URL. */
  public static PostgresStore open(String url, Duration patience) {
    return PostgresStore.open(
        new PostgresSettings(
            PostgresUrl.parse(url), USER, Optional::empty, patience, Optional.empty()));
  }

  /** A connection past the store. */
  public static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, null);
  }

  /** Runs a statement past the store. */
  public static void execute(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The number that a query past the store returns. */
  public static long number(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static String create(String template) {
    String name = "test_" + databases.incrementAndGet();
    execute(USER, "create database " + name + " template " + template);
    return name;
  }

  private static synchronized EmbeddedPostgres server() {
    if (missing != null) {
      Assumptions.abort(missing);
    }
    EmbeddedPostgres running = server;
    if (running == null) {
      running = start();
      server = running;
      execute(USER, "create database " + TEMPLATE);
      open(TEMPLATE, Duration.ofSeconds(20), Optional.empty()).close();
    }
    return running;
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("synchronous_standby_names", "'nobody'")
          .setServerConfig("synchronous_commit", "local")
          .setServerConfig("fsync", "off")
          .start();
    } catch (IOException | RuntimeException e) {
      missing = "no PostgreSQL can be started here: " + e;
      return Assumptions.<EmbeddedPostgres>abort(missing);
    }
  }
}
