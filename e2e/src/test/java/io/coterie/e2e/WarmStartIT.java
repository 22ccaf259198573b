package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bin/warm makes is used, and passed over without a word when it does not fit. */
class WarmStartIT {

  private static final Path DIST =
      Path.of(System.getProperty("coterie.dist", "../dist/target/coterie")).toAbsolutePath();

  @TempDir private Path root;

  @Test
  void classDataThatFitsIsUsedAndAnyOtherPassedOver() throws IOException {
    Path dist = copy();
    Ran warm = run(dist, "warm", "");
    assertThat(warm.exit()).as(warm.out() + warm.err()).isZero();
    assertThat(classData(dist)).hasSize(3);
    assertThat(sharedClasses(dist)).isPositive();

    Path jar = list(dist, "coterie-shell-").get(0);
    FileTime built = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(built.toMillis() + 60_000));
    assertThat(sharedClasses(dist)).isZero();
    Files.setLastModifiedTime(jar, built);
    assertThat(sharedClasses(dist)).isPositive();

    for (Path file : classData(dist)) {
      Files.delete(file);
      Files.writeString(file, "not class data");
    }
    assertThat(sharedClasses(dist)).isZero();
  }

  /** How many of our classes a shell took from class data; it must speak as always. */
  private long sharedClasses(Path dist) throws IOException {
    Path log = root.resolve("classes.log");
    Ran ran = run(dist, "shell", "-Xlog:class+load:file=" + log, "--help");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith("Usage:");
    assertThat(ran.err()).isEmpty();
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains(" io.coterie.") && line.contains("shared objects file"))
          .count();
    }
  }

  private Ran run(Path dist, String script, String javaOptions, String... arguments) {
    Stream<String> command =
        Stream.concat(Stream.of(dist.resolve("bin/" + script).toString()), Stream.of(arguments));
    try (Proc proc =
        Proc.start(
            script,
            root.resolve("logs"),
            Map.of("COTERIE_JAVA_OPTS", javaOptions),
            command.toList())) {
      return new Ran(proc.awaitExit(), proc.stdout(), proc.stderr());
    }
  }

  private Path copy() throws IOException {
    Path to = root.resolve("coterie");
    for (String folder : List.of("bin", "lib")) {
      Files.createDirectories(to.resolve(folder));
      try (Stream<Path> files = Files.list(DIST.resolve(folder))) {
        for (Path file : files.toList()) {
          String name = file.getFileName().toString();
          if (!name.endsWith(".jsa") && !name.endsWith(".aot")) {
            Files.copy(file, to.resolve(folder).resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
          }
        }
      }
    }
    return to;
  }

  private static List<Path> classData(Path dist) throws IOException {
    return list(dist, "").stream().filter(file -> file.toString().matches(".*(jsa|aot)")).toList();
  }

  private static List<Path> list(Path dist, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(dist.resolve("lib"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
  }
}
