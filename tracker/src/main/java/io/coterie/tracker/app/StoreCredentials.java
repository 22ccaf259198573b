package io.coterie.tracker.app;

import io.coterie.tracker.sql.postgres.PostgresUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who logs in to a PostgreSQL store: by options or, where these are missing, the environment. */
final class StoreCredentials {

  private static final String USER = "COTERIE_STORE_USER";
  private static final String PASSWORD = "COTERIE_STORE_PASSWORD";
  private static final String PASSWORD_FILE = "COTERIE_STORE_PASSWORD_FILE";

  private final Map<String, String> environment;

  @Option(
      names = "--store-user",
      paramLabel = "NAME",
      description = "Who logs in to a PostgreSQL store. Default: " + USER + ", then the URL's.")
  private @Nullable String user;

  @Option(
      names = "--store-password-file",
      paramLabel = "FILE",
      description = {
        "Holds the password, and is read again for each new connection. Default: the file named by "
            + PASSWORD_FILE
            + ", then what is in "
            + PASSWORD
            + "."
      })
  private @Nullable Path passwordFile;

  StoreCredentials(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The user's name. */
  String user(PostgresUrl url) {
    return Optional.ofNullable(user)
        .or(() -> variable(USER))
        .or(url::user)
        .orElseGet(() -> System.getProperty("user.name"));
  }

  /**
   * The password as it is whenever asked.
   *
   * @throws StartException when its file cannot be read now
   */
  Supplier<Optional<String>> password() {
    Optional<Path> file =
        Optional.ofNullable(passwordFile).or(() -> variable(PASSWORD_FILE).map(Path::of));
    Optional<String> fixed = variable(PASSWORD);
    if (file.isEmpty()) {
      return () -> fixed;
    }
    Supplier<Optional<String>> reading = () -> Optional.of(read(file.get()));
    Optional<String> unused = reading.get();
    return reading;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartException(
          "the file "
              + file
              + " with the store's password cannot be read; check its name and its rights",
          e);
    }
  }
}
