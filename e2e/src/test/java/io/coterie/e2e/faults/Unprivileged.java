package io.coterie.e2e.faults;

import io.coterie.e2e.Proc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder for programs that refuse to run as root, and a way to run them: as the user "nobody"
 * when the tests run as root, else as who runs the tests.
 */
final class Unprivileged implements AutoCloseable {

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--");

  private final Path folder;
  private final Path logs;

  /**
   * Makes the folder.
   *
   * @param logs where the output of the programs goes
   */
  Unprivileged(String name, Path logs) {
    this.logs = logs;
    try {
      folder = Files.createTempDirectory(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (ROOT) {
      String unused = exec(List.of("chown", "nobody:nogroup", folder.toString()));
    }
  }

  Path folder() {
    return folder;
  }

  /** Starts a program; its pid is that of the process. */
  Proc start(String name, Map<String, String> environment, List<String> command) {
    return Proc.start(name, logs, environment, prefixed(command));
  }

  /** Runs a program to its end, which must be a success, and returns its output. */
  String run(List<String> command) {
    return exec(prefixed(command));
  }

  /** Whether the program says yes. */
  boolean succeeds(List<String> command) {
    try {
      return new ProcessBuilder(prefixed(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String exec(List<String> command) {
    try (Proc proc = Proc.start("run", logs, Map.of(), command)) {
      if (proc.awaitExit() != 0) {
        throw new AssertionError(command + ":\n" + proc.stdout() + proc.stderr());
      }
      return proc.stdout();
    }
  }

  private static List<String> prefixed(List<String> command) {
    List<String> all = new ArrayList<>(ROOT ? AS_NOBODY : List.of());
    all.addAll(command);
    return all;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
