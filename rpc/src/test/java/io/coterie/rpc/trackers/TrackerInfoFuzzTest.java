package io.coterie.rpc.trackers;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.validate.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** trackerinfo.txt is passed from hand to hand: it is refused, or says the same when rewritten. */
public final class TrackerInfoFuzzTest {
  private static final Path FILE = temporary();

  @Corpus
  void holds(byte[] input) throws IOException {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, input);
    TrackerInfo read;
    try {
      read = TrackerInfo.read(FILE);
    } catch (TrackerInfoException refused) {
      assertThat(refused).hasMessageContaining(FILE.getFileName().toString());
      String message = String.valueOf(refused.getMessage());
      assertThat(message).isEqualTo(Names.display(message));
      return;
    }
    assertThat(read.entries()).hasSizeBetween(1, TrackerInfo.MAX_ENTRIES).doesNotHaveDuplicates();
    assertThat(read.entries()).allMatch(entry -> entry.port() > 0);
    assertThat(read.caFingerprints()).allMatch(hex -> hex.matches("[0-9a-f]{64}"));
    String rewritten =
        Stream.concat(
                read.entries().stream().map(HostPort::toString),
                read.caFingerprints().stream().map(hex -> "ca-sha256 = " + hex))
            .collect(Collectors.joining("\n"));
    Files.writeString(FILE, rewritten);
    assertThat(TrackerInfo.read(FILE)).isEqualTo(read);
  }

  private static Path temporary() {
    try {
      Path file = Files.createTempFile("trackerinfo", ".txt");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
