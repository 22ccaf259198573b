package io.coterie.rpc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that leads a shell to its peer: it is refused, or says the same when rewritten. */
public final class ControlFileFuzzTest {
  private static final Path FILE = temporary();

  @Corpus
  void holds(byte[] input) throws IOException {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, input);
    ControlFile read;
    try {
      read = ControlFile.read(FILE);
    } catch (IOException refused) {
      return;
    }
    assertThat(read.port()).isBetween(1, 65_535);
    assertThat(read.token()).isNotEmpty();
    assertThat(read)
        .as("no part of the token shows")
        .hasToString(new ControlFile(read.port(), "another", read.certificate()).toString());
    read.write(FILE);
    assertThat(ControlFile.read(FILE)).isEqualTo(read);
  }

  private static Path temporary() {
    try {
      Path file = Files.createTempFile("control", ".properties");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
