package io.coterie.e2e.k8s;

import io.coterie.e2e.House;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Pem;
import io.coterie.tracker.trust.LiveTrust;
import io.coterie.tracker.trust.ServingIdentity;
import io.coterie.tracker.trust.TrustFolder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * What CloudNativePG gives to trackers: a database and a role named coterie, reached over TLS, and
 * two Secrets. It is one PostgreSQL without standbys.
 */
final class ClusterDatabase implements AutoCloseable {

  private static final String ROLE = "coterie";
  private static final String PASSWORD = "of-the-database-role";

  private final EmbeddedPostgres server;
  private final String authority;

  private ClusterDatabase(EmbeddedPostgres server, String authority) {
    this.server = server;
    this.authority = authority;
  }

  /** Starts it; skips the test where that cannot be done. */
  static ClusterDatabase start(Path folder) throws IOException, SQLException {
    Path keys = House.directory(folder);
    LiveTrust trust = LiveTrust.open(TrustFolder.own(keys), InstantSource.system());
    Identity identity =
        new ServingIdentity(trust, List.of("127.0.0.1"), InstantSource.system())
            .keys()
            .current()
            .orElseThrow();
    Path key = keys.resolve("server.key");
    Path certificate = keys.resolve("server.crt");
    Pem.writeKey(key, identity.key());
    Pem.writeCertificates(certificate, identity.chain());
    ClusterDatabase database =
        new ClusterDatabase(start(key, certificate), Files.readString(keys.resolve("ca.crt")));
    database.execute("create role " + ROLE + " login password '" + PASSWORD + "'");
    database.execute("create database coterie owner " + ROLE);
    return database;
  }

  private static EmbeddedPostgres start(Path key, Path certificate) {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("ssl", "on")
          .setServerConfig("ssl_key_file", "'" + key + "'")
          .setServerConfig("ssl_cert_file", "'" + certificate + "'")
          .start();
    } catch (IOException | RuntimeException e) {
      return Assumptions.abort("no PostgreSQL can be started here: " + e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The Secrets that the operator of the database makes, by name. */
  Map<String, Map<String, String>> secrets() {
    return Map.of(
        "coterie-db-app", Map.of("username", ROLE, "password", PASSWORD),
        "coterie-db-ca", Map.of("ca.crt", authority));
  }

  /** The variables that come from them. */
  Map<String, String> variables() {
    return Map.of("COTERIE_STORE_USER", ROLE);
  }

  /** A text with the Service's name replaced. */
  String resolved(String text) {
    return text.replace("coterie-db-rw:5432", "127.0.0.1:" + server.getPort());
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
