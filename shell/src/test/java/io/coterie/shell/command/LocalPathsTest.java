package io.coterie.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalPathsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.bin, /srv/here/a.bin",
    "./a, /srv/here/a",
    "../a, /srv/a",
    "/etc/a, /etc/a",
    "~, /home/al",
    "~/a b, /home/al/a b",
    "~bob/a, /srv/here/~bob/a",
    "./~, /srv/here/~",
    "., /srv/here",
  })
  void resolvesWhatWasTyped(String typed, String path) {
    LocalPaths paths = new LocalPaths(Path.of("/srv/here"), Path.of("/home/al"));
    assertThat(paths.resolve(typed)).isEqualTo(Path.of(path));
  }

  @Test
  void refusesWhatIsNoPath() {
    LocalPaths paths = new LocalPaths(folder, folder);
    assertThatThrownBy(() -> paths.resolve("")).isInstanceOf(CommandFailure.class);
    assertThatThrownBy(() -> paths.resolve("a\0b"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("a\\u{0}b");
  }

  @Test
  void aSlashAtTheEndMeansAFolder() throws Exception {
    LocalPaths paths = new LocalPaths(folder, folder);
    Files.createDirectory(folder.resolve("there"));
    assertThat(paths.destination("there/")).isEqualTo(folder.resolve("there"));
    assertThat(paths.destination("missing")).isEqualTo(folder.resolve("missing"));
    assertThatThrownBy(() -> paths.destination("missing/"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("there is no folder");
  }
}
