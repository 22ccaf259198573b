package io.coterie.e2e.faults;

import io.coterie.e2e.House;
import io.coterie.e2e.Proc;
import io.coterie.rpc.net.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Three PostgreSQL servers under Patroni with etcd, all from Debian's packages, in synchronous mode
 * strict: a change counts only when a standby has it as well.
 */
final class Patroni implements AutoCloseable {

  /** A leader that does not renew its lease for this long is replaced. */
  private static final int LEASE_SECONDS = 20;

  private static final int NODES = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** One server, with the Patroni that looks after it. */
  private final class Node {

    final String name;
    final HostPort postgres = HostPort.parse(House.freeAddress());
    final HostPort rest = HostPort.parse(House.freeAddress());
    Proc patroni;

    Node(String name) {
      this.name = name;
      House.write(configurationOf(name), configuration(this));
      this.patroni = launch(name);
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path binaries;
  private final Unprivileged programs;
  private final HostPort etcd = HostPort.parse(House.freeAddress());
  private final Proc keeper;
  private final List<Node> nodes = new ArrayList<>();

  /** Starts all and waits until there is a leader with a synchronous standby. */
  Patroni(Path binaries, Path logs) {
    this.binaries = binaries;
    this.programs = new Unprivileged("coterie-patroni", logs);
    this.keeper = startEtcd();
    for (int n = 1; n <= NODES; n++) {
      nodes.add(new Node("node" + n));
    }
    awaitSynchronous(NODES);
  }

  static boolean isInstalled() {
    return Files.isExecutable(Path.of("/usr/bin/patroni"))
        && Files.isExecutable(Path.of("/usr/bin/etcd"))
        && Postgres.installed().isPresent();
  }

  /** For --store: all servers. */
  String url() {
    return nodes.stream()
        .map(node -> node.postgres.toString())
        .collect(Collectors.joining(",", "jdbc:postgresql://", "/postgres"));
  }

  /** The leader is killed, server and Patroni, and started again when another one leads. */
  Fault leaderKilled() {
    return new Fault() {
      private Node killed = nodes.get(0);

      @Override
      public String name() {
        return "leader killed";
      }

      @Override
      public boolean strike() {
        killed = leader().orElseThrow(() -> new AssertionError("nobody leads"));
        long server = serverOf(killed);
        killed.patroni.kill9();
        if (!ProcessHandle.of(server).orElseThrow().destroyForcibly()) {
          throw new AssertionError("the server does not die");
        }
        return true;
      }

      @Override
      public void mend() {
        awaitOther(killed);
        killed.patroni = launch(killed.name);
        awaitSynchronous(NODES);
      }
    };
  }

  /**
   * The leader's Patroni is stopped, so that another server is promoted while the old primary goes
   * on, can still be read, and knows nothing of it. A new Patroni takes it back: one that went on
   * in the middle of a request may take the lease from the new leader (seen with 3.0.2).
   */
  Fault leaderForgotten() {
    return new Fault() {
      private Node forgotten = nodes.get(0);

      @Override
      public String name() {
        return "old primary left running";
      }

      @Override
      public boolean strike() {
        forgotten = leader().orElseThrow(() -> new AssertionError("nobody leads"));
        forgotten.patroni.signal("STOP");
        awaitOther(forgotten);
        return true;
      }

      @Override
      public void mend() {
        forgotten.patroni.kill9();
        forgotten.patroni = launch(forgotten.name);
        awaitSynchronous(NODES);
      }
    };
  }

  private void awaitOther(Node than) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> nodes.stream().anyMatch(node -> node != than && says(node, "/leader", "role")));
  }

  private void awaitSynchronous(int running) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                nodes.stream().filter(node -> says(node, "/health", "running")).count() == running
                    && leader().filter(node -> says(node, "/cluster", "sync_standby")).isPresent());
  }

  private Optional<Node> leader() {
    return nodes.stream()
        .filter(node -> node.patroni.isAlive() && says(node, "/leader", "role"))
        .findFirst();
  }

  private boolean says(Node node, String path, String text) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create("http://" + node.rest + path))
                  .timeout(Duration.ofSeconds(2))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 && response.body().contains(text);
    } catch (IOException unreachable) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private long serverOf(Node node) {
    try {
      Path file = programs.folder().resolve(node.name).resolve("postmaster.pid");
      return Long.parseLong(Files.readAllLines(file).get(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Proc startEtcd() {
    String peers = "http://" + House.freeAddress();
    return programs.start(
        "etcd",
        Map.of(),
        List.of(
            "etcd",
            "--data-dir=" + programs.folder().resolve("etcd"),
            "--listen-client-urls=http://" + etcd,
            "--advertise-client-urls=http://" + etcd,
            "--listen-peer-urls=" + peers,
            "--initial-advertise-peer-urls=" + peers,
            "--initial-cluster=default=" + peers));
  }

  private Proc launch(String name) {
    return programs.start(
        name,
        Map.of("LC_ALL", "C", "HOME", programs.folder().toString()),
        List.of("/usr/bin/patroni", configurationOf(name).toString()));
  }

  private Path configurationOf(String name) {
    return programs.folder().resolve(name + ".yml");
  }

  private String configuration(Node node) {
    return """
        scope: coterie
        name: %s
        restapi: {listen: '%s', connect_address: '%s'}
        etcd3: {host: '%s'}
        bootstrap:
          dcs:
            ttl: %d
            loop_wait: 2
            retry_timeout: 5
            synchronous_mode: true
            synchronous_mode_strict: true
            postgresql: {use_pg_rewind: true}
          initdb: [{encoding: UTF8}, data-checksums]
          pg_hba:
            - local all all trust
            - host all all 127.0.0.1/32 trust
            - host replication all 127.0.0.1/32 trust
        postgresql:
          listen: '%s'
          connect_address: '%s'
          bin_dir: %s
          data_dir: %s
          pgpass: %s
          parameters: {unix_socket_directories: '%s'}
          authentication:
            superuser: {username: %s}
            replication: {username: replicator}
        """
        .formatted(
            node.name,
            node.rest,
            node.rest,
            etcd,
            LEASE_SECONDS,
            node.postgres,
            node.postgres,
            binaries,
            programs.folder().resolve(node.name),
            programs.folder().resolve(node.name + ".pgpass"),
            programs.folder(),
            Postgres.USER);
  }

  /** Patroni stops its server with itself. */
  @Override
  public void close() {
    nodes.forEach(node -> node.patroni.close());
    keeper.close();
    programs.close();
  }
}
