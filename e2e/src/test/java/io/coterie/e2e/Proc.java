package io.coterie.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real process of the system, with its output in files and its pid known. */
public final class Proc implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final Path out;
  private final Path err;

  private Proc(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code command} with {@code environment} added; output goes below {@code logs}. */
  public static Proc start(
      String name, Path logs, Map<String, String> environment, List<String> command) {
    return start(name, logs, environment, Path.of(""), command);
  }

  /** As the other, in a directory. */
  public static Proc start(
      String name,
      Path logs,
      Map<String, String> environment,
      Path directory,
      List<String> command) {
    try {
      Files.createDirectories(logs);
      Path out = Files.createTempFile(logs, name + "-", ".out");
      Path err = Files.createTempFile(logs, name + "-", ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(directory.toAbsolutePath().toFile());
      builder.environment().putAll(environment);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectOutput(out.toFile());
      builder.redirectError(err.toFile());
      return new Proc(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the output holds {@code text}; fails with all output when it ends before. */
  public Proc awaitOutput(String text) {
    Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (stdout().contains(text)) {
                return true;
              }
              if (!process.isAlive()) {
                throw new AssertionError(
                    "ended with " + process.exitValue() + ":\n" + stdout() + stderr());
              }
              return false;
            });
    return this;
  }

  public int awaitExit() {
    try {
      if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still runs:\n" + stdout() + stderr());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public String stdout() {
    return read(out);
  }

  public String stderr() {
    return read(err);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (exit != 0) {
        throw new AssertionError("kill -" + name + " exits with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Ends it as a power cut would, and waits until it is gone. */
  public void kill9() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Ends it by SIGTERM and returns the exit code. */
  public int terminate() {
    process.destroy();
    return awaitExit();
  }

  /** The largest resident set so far, in bytes. */
  public long peakMemory() {
    Matcher matcher =
        Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(read(proc().resolve("status")));
    if (!matcher.find()) {
      throw new AssertionError("no VmHWM for " + process.pid());
    }
    return Long.parseLong(matcher.group(1)) * 1024;
  }

  public long openFiles() {
    return entries("fd");
  }

  public long threads() {
    return entries("task");
  }

  private long entries(String directory) {
    try (Stream<Path> list = Files.list(proc().resolve(directory))) {
      return list.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path proc() {
    return Path.of("/proc", Long.toString(process.pid()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      signal("CONT");
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
