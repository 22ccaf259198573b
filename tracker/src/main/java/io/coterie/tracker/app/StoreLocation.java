package io.coterie.tracker.app;

import io.coterie.tracker.sql.postgres.PostgresSettings;
import io.coterie.tracker.sql.postgres.PostgresStore;
import io.coterie.tracker.sql.postgres.PostgresUrl;
import io.coterie.tracker.sql.sqlite.SqliteSettings;
import io.coterie.tracker.sql.sqlite.SqliteStore;
import io.coterie.tracker.store.Store;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a deployment's store is. */
public sealed interface StoreLocation {

  /**
   * Opens it and brings its schema up to date.
   *
   * @throws io.coterie.tracker.store.StoreUnusableException when that cannot be done
   */
  Store open();

  /** A file of this machine, for the trackers of this machine. */
  record Embedded(Path file) implements StoreLocation {
    @Override
    public Store open() {
      return SqliteStore.open(SqliteSettings.of(file));
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** A database that trackers of many machines share. */
  record Cluster(PostgresSettings settings) implements StoreLocation {
    @Override
    public Store open() {
      return PostgresStore.open(settings);
    }

    @Override
    public String toString() {
      return settings.url().toString();
    }
  }

  /**
   * Reads what an option names. No message repeats a URL with its parameters.
   *
   * @param option how the option is called
   * @param text {@code jdbc:sqlite:PATH} or a URL of PostgreSQL
   * @throws StartException for any other store, and for a file whose folder does not exist
   */
  static StoreLocation parse(String option, String text, StoreCredentials credentials) {
    if (text.startsWith(PostgresUrl.PREFIX)) {
      try {
        PostgresUrl url = PostgresUrl.parse(text);
        return new Cluster(PostgresSettings.of(url, credentials.user(url), credentials.password()));
      } catch (IllegalArgumentException e) {
        throw new StartException(option + " " + e.getMessage(), e);
      }
    }
    String prefix = "jdbc:sqlite:";
    if (!text.startsWith(prefix) || text.length() == prefix.length()) {
      throw new StartException(
          option
              + " "
              + text.replaceFirst("[:/].*", "")
              + " is no store that this version knows; write jdbc:sqlite:PATH or"
              + " jdbc:postgresql://HOST/DATABASE");
    }
    return new Embedded(file(option, text, text.substring(prefix.length())));
  }

  private static Path file(String option, String text, String path) {
    Path file;
    try {
      file = Path.of(path).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new StartException(option + " " + text + " names no file; write jdbc:sqlite:PATH", e);
    }
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StartException(
          option + " " + text + " is in a folder that does not exist; make it or name another");
    }
    return file;
  }
}
