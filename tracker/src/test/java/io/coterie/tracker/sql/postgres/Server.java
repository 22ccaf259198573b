package io.coterie.tracker.sql.postgres;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One server of a replicated pair: its processes and what it answers when asked directly. */
final class Server {

  private final Path data;
  private EmbeddedPostgres running;

  private Server(Path data) throws IOException {
    this.data = data;
    launch(EmbeddedPostgres.builder());
  }

  private void launch(EmbeddedPostgres.Builder builder) throws IOException {
    running =
        builder
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setServerConfig("fsync", "off")
            .start();
  }

  static Server primary(Path data) throws IOException {
    return new Server(data);
  }

  /** A second server with the same data, which follows this one. */
  Server standby(Path copy) throws IOException {
    int port = port();
    running.close();
    copyTo(copy);
    launch(EmbeddedPostgres.builder().setPort(port));
    Files.createFile(copy.resolve("standby.signal"));
    Files.writeString(
        copy.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres'\n");
    return new Server(copy);
  }

  private void copyTo(Path copy) throws IOException {
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(folder, target(folder), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, target(file), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }

          private Path target(Path source) {
            return copy.resolve(data.relativize(source));
          }
        });
  }

  int port() {
    return running.getPort();
  }

  void promote() throws SQLException {
    number("select cast(pg_promote() as int)");
    await().until(this::isPrimary);
  }

  boolean isPrimary() throws SQLException {
    return number("select cast(not pg_is_in_recovery() as int)") == 1;
  }

  boolean knows(String user) throws SQLException {
    return number("select count(*) from account where user_key = '" + user + "'") == 1;
  }

  void add(String user) throws SQLException {
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("insert into account values ('" + user + "', '" + user + "', '', null, 0)");
    }
  }

  long number(String question) throws SQLException {
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Stops all its processes where they are. */
  void pause() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Lets its processes go on as if nothing had been. */
  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
      ProcessHandle parent =
          ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow())).orElseThrow();
      Stream.concat(Stream.of(parent), parent.descendants())
          .forEach(process -> command.add("" + process.pid()));
    }
    int failed = new ProcessBuilder(command).start().waitFor();
    if (failed != 0) {
      throw new IOException(command + " failed");
    }
  }

  void stop() throws IOException, InterruptedException {
    resume();
    running.close();
  }
}
