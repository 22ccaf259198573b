package io.coterie.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules that can only be seen in the source files themselves. */
final class SourceTreeTest {
  private static final int LINES_AT_MOST = 400;

  private static List<Path> sources = List.of();

  @BeforeAll
  static void findSources() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of("").toAbsolutePath().getParent())) {
      for (Path source : modules.map(m -> m.resolve("src")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.walk(source)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
        }
      }
    }
    sources = found;
  }

  @Test
  void noFileIsTooLong() throws IOException {
    for (Path source : sources) {
      assertThat(Files.readAllLines(source))
          .as("%s", source)
          .hasSizeLessThanOrEqualTo(LINES_AT_MOST);
    }
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    assertThat(sources)
        .filteredOn(source -> source.toString().contains("/src/main/java/"))
        .isNotEmpty()
        .extracting(Path::getParent)
        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }
}
