package io.coterie.tracker.sql.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Opens connections to one database, to its newest primary only, and pools those that run
 * transactions.
 */
final class PostgresConnections {

  /** Each connection is replaced so often: one to a server that was demoted does not live on. */
  private static final Duration LIFE = Duration.ofMinutes(1);

  private static final Duration KEEPALIVE = Duration.ofSeconds(30);

  /** How long a transaction waits for a connection. */
  private static final Duration WAIT = Duration.ofSeconds(3);

  /** Seconds of silence after which a connection that only reads is given up, at most. */
  private static final int READ_SILENCE = 5;

  /**
   * Neither touches a commit: a tracker that stands still inside a transaction lets go of its locks
   * before two seconds are over for a call that other trackers can answer, and who waits for a lock
   * gives up.
   */
  private static final String INIT =
      "set idle_in_transaction_session_timeout = '1500ms'; set lock_timeout = '5s'";

  /** Holds for single statements, too, which run without a transaction that could be so marked. */
  private static final String READ_ONLY = INIT + "; set default_transaction_read_only = on";

  private final PostgresSettings settings;
  private final PrimaryFence fence = new PrimaryFence();

  PostgresConnections(PostgresSettings settings) {
    this.settings = settings;
  }

  /** A pool of connections that write: READ COMMITTED, as rows are locked before they are read. */
  HikariDataSource writers(int count) {
    HikariConfig config = pool("store-write", count, bare());
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return new HikariDataSource(config);
  }

  /** A pool of connections that only read, each transaction on one snapshot. */
  HikariDataSource readers(int count) {
    PrimarySource source = bare();
    int silence = source.getSocketTimeout();
    source.setSocketTimeout(silence == 0 ? READ_SILENCE : Math.min(silence, READ_SILENCE));
    HikariConfig config = pool("store-read", count, source);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    config.setConnectionInitSql(READ_ONLY);
    return new HikariDataSource(config);
  }

  private HikariConfig pool(String name, int count, DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setCredentialsProvider(this::credentials);
    config.setMaximumPoolSize(count);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setConnectionInitSql(INIT);
    // Settings made in a transaction go with it when it is rolled back.
    config.setIsolateInternalQueries(true);
    config.setConnectionTimeout(WAIT.toMillis());
    config.setMaxLifetime(LIFE.toMillis());
    // Those that are not needed any more go at the end of their life.
    config.setIdleTimeout(0);
    config.setKeepaliveTime(KEEPALIVE.toMillis());
    // The database may be away for a while; that is for each transaction to say.
    config.setInitializationFailTimeout(-1);
    return config;
  }

  /** Lets go of connections to a primary that was replaced. */
  PrimaryFence fence() {
    return fence;
  }

  /** Asks all hosts which is the newest primary, once before it returns and until it is closed. */
  PrimaryWatch watch() {
    return new PrimaryWatch(settings.url(), fence, this::credentials);
  }

  /** A connection of its own, outside the pools, in autocommit mode. */
  Connection single() throws SQLException {
    Credentials now = credentials();
    return bare().getConnection(now.getUsername(), now.getPassword());
  }

  /** Opens single connections; for migrations, which wait for each other's locks. */
  DataSource migrating() {
    PrimarySource source = bare();
    source.setSocketTimeout(0);
    Credentials now = credentials();
    source.setUser(now.getUsername());
    source.setPassword(now.getPassword());
    return source;
  }

  private PrimarySource bare() {
    return new PrimarySource(settings.url(), fence);
  }

  private Credentials credentials() {
    return Credentials.of(settings.user(), settings.password().get().orElse(null));
  }
}
