package io.coterie.rpc.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlFileTest {
  @TempDir Path folder;

  @Test
  void isReadBackAsWrittenByItsOwnerOnly() throws IOException {
    Path file = folder.resolve("control");
    Files.writeString(file, "the file of an earlier run");
    ControlFile written = new ControlFile(4711, "s3cret=#:\\", Path.of("/home/a b=ü/control.crt"));
    written.write(file);

    assertThat(ControlFile.read(file)).isEqualTo(written);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void somethingElseIsRefusedByName() throws IOException {
    Path file = Files.writeString(folder.resolve("control"), "port=1\n");
    assertThatThrownBy(() -> ControlFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is no control file of a peer: it names no token");
  }

  @Test
  void doesNotTellItsTokenByAccident() {
    assertThat(new ControlFile(1, "s3cret", Path.of("c")).toString()).doesNotContain("s3cret");
  }
}
