package io.coterie.e2e.faults;

import io.coterie.e2e.House;
import io.coterie.e2e.Proc;
import io.coterie.rpc.net.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The PostgreSQL of Debian's package, on a free port, with a database of its own. */
final class Postgres implements AutoCloseable {

  /** Its only account; who can reach the port is trusted. */
  static final String USER = "coterie";

  private final Path binaries;
  private final Unprivileged programs;
  private final HostPort address = HostPort.parse(House.freeAddress());
  private Proc server;

  private Postgres(Path binaries, Path logs) {
    this.binaries = binaries;
    this.programs = new Unprivileged("coterie-postgres", logs);
    programs.run(
        List.of(
            program("initdb"), "-D", data(), "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8"));
    server = launch();
    awaitReady();
    programs.run(
        List.of(
            program("createdb"),
            "-h",
            address.host(),
            "-p",
            "" + address.port(),
            "-U",
            USER,
            USER));
  }

  /** Where the package puts its newest version, if it is installed. */
  static Optional<Path> installed() {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(versions)) {
      return all.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
          .max(Comparator.comparing(version -> Integer.parseInt(version.toFile().getName())))
          .map(version -> version.resolve("bin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a database and starts its server. */
  static Postgres start(Path binaries, Path logs) {
    return new Postgres(binaries, logs);
  }

  /** For --store. */
  String url() {
    return "jdbc:postgresql://" + address + "/" + USER;
  }

  /** From now on each commit waits for the standby named; for none when the name is empty. */
  void requireStandby(String name) {
    sql("alter system set synchronous_standby_names = '" + name + "'");
    sql("select pg_reload_conf()");
  }

  /** Cancels waits for a standby as they come, for some seconds. */
  boolean cancelWaits() throws InterruptedException {
    boolean cancelled = false;
    for (int i = 0; i < 40; i++) {
      cancelled |=
          sql("with waiting as materialized (select pid from pg_stat_activity"
                  + " where wait_event = 'SyncRep')"
                  + " select pg_cancel_backend(pid) from waiting")
              .contains("t");
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return cancelled;
  }

  /** Whether this server has the group, be it acknowledged or not. */
  boolean has(String group) {
    return sql("select name from grp").lines().anyMatch(group::equals);
  }

  private String sql(String statement) {
    return programs.run(
        List.of(
            program("psql"),
            "-h",
            address.host(),
            "-p",
            "" + address.port(),
            "-U",
            USER,
            "-d",
            USER,
            "-At",
            "-c",
            statement));
  }

  /** The server is killed, and started again later. */
  Fault killed() {
    return new Fault() {
      @Override
      public String name() {
        return "PostgreSQL killed";
      }

      @Override
      public boolean strike() {
        server.kill9();
        return true;
      }

      @Override
      public void mend() {
        server = launch();
        awaitReady();
      }
    };
  }

  private Proc launch() {
    return programs.start(
        "postgres",
        Map.of("LC_ALL", "C"),
        List.of(
            program("postgres"),
            "-D",
            data(),
            "-h",
            address.host(),
            "-p",
            "" + address.port(),
            "-k",
            programs.folder().toString()));
  }

  /** Children of a killed server keep its memory for a moment, in which none can start. */
  private void awaitReady() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              if (!server.isAlive()) {
                server = launch();
              }
              return programs.succeeds(
                  List.of(
                      program("pg_isready"),
                      "-q",
                      "-h",
                      address.host(),
                      "-p",
                      "" + address.port()));
            });
  }

  private String program(String name) {
    return binaries.resolve(name).toString();
  }

  private String data() {
    return programs.folder().resolve("data").toString();
  }

  @Override
  public void close() {
    // Fast shutdown: SIGTERM would wait for the clients.
    if (server.isAlive()) {
      server.signal("INT");
      server.awaitExit();
    }
    programs.close();
  }
}
