package io.coterie.shell.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit codes and messages of a shell with a real peer and trackers that do not run. */
final class ShellMainIT {
  @TempDir Path folder;
  private Path trackers;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void begin() throws IOException {
    trackers = folder.resolve("trackerinfo.txt");
    // Port 1 is not listened on.
    Files.writeString(trackers, "127.0.0.1:1\n");
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    return new ShellMain(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("COTERIE_HOME", folder.resolve("home").toString()))
        .run(args);
  }

  private String complaint() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void wrongUseIsTwo() throws IOException {
    assertThat(run()).isEqualTo(2);
    assertThat(complaint()).startsWith("shell: Missing required parameters").endsWith("started\n");
    assertThat(run("127.0.0.1:0", trackers.toString(), "--keepgoing")).isEqualTo(2);
    assertThat(complaint()).contains("'--keepgoing'; did you mean --keep-going; shell --help");
    assertThat(run("127.0.0.1:0", trackers.toString(), "--frobnicate")).isEqualTo(2);
    assertThat(run("nonsense", trackers.toString(), "-c", "help")).isEqualTo(2);
    assertThat(complaint()).startsWith("shell: ").contains("nonsense").hasLineCount(1);
    assertThat(run("127.0.0.1:0", folder.resolve("none").toString(), "-c", "help")).isEqualTo(2);
    assertThat(complaint()).startsWith("shell: ").contains("none").hasLineCount(1);
    Files.writeString(trackers, "127.0.0.1:1\nwhat is this\n");
    assertThat(run("127.0.0.1:0", trackers.toString(), "-c", "help")).isEqualTo(2);
    assertThat(complaint()).contains("line 2").hasLineCount(1);
  }

  @Test
  void aMissingDaemonIsTwo() {
    assertThat(run("127.0.0.1:7777", trackers.toString(), "--peer", "-c", "help")).isEqualTo(2);
    assertThat(complaint())
        .startsWith("shell: no peer runs on 127.0.0.1:7777 under ")
        .contains("start one with: bin/peer 127.0.0.1:7777");
  }

  @Test
  void successIsZeroAndFailureIsOne() {
    assertThat(run("127.0.0.1:0", trackers.toString(), "-c", "set_limit up 5M; show_downloads"))
        .isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("limits: up 5.00 MiB/s, down off\n");
    assertThat(complaint()).contains("log in with: login USER");
    assertThat(run("127.0.0.1:0", trackers.toString(), "-c", "help; quit; frobnicate"))
        .isEqualTo(0);
    assertThat(run("127.0.0.1:0", trackers.toString(), "--keep-going", "-c", "frobnicate; help"))
        .isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("download_file");
  }

  @Test
  void whoTrustsNoAuthorityIsToldHowTo() {
    assertThat(run("127.0.0.1:0", trackers.toString(), "-c", "create_user al password"))
        .isEqualTo(1);
    assertThat(complaint())
        .contains("no certificate authority to trust", "--ca FILE", "ca-sha256", "at a terminal");
  }
}
