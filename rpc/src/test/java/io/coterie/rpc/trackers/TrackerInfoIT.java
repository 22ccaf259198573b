package io.coterie.rpc.trackers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.net.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackerInfoIT {

  private static final String HEX = "ab".repeat(32);

  @TempDir Path folder;

  @Test
  void readsEntriesCommentsAndFingerprints() throws IOException {
    TrackerInfo info =
        read(
            "\uFEFF# two trackers\r\n\r\n127.0.0.1:7401  # the first\n [::1]:7402\n"
                + "tracker.example:65535\nca-sha256 = "
                + HEX.toUpperCase(Locale.ROOT)
                + "\nCA-SHA256=AB"
                + ":ab".repeat(31)
                + "\n");
    assertThat(info.entries())
        .containsExactly(
            new HostPort("127.0.0.1", 7401),
            new HostPort("::1", 7402),
            new HostPort("tracker.example", 65535));
    assertThat(info.entries().get(1)).hasToString("[::1]:7402");
    assertThat(info.caFingerprints()).containsExactly(HEX, HEX);
    assertThat(info.entry(2)).isEqualTo(new HostPort("::1", 7402));
    assertThatThrownBy(() -> info.entry(0)).hasMessageContaining("between 1 and 3");
    assertThatThrownBy(() -> info.entry(4)).isInstanceOf(TrackerInfoException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost | the port is missing; write host:port",
        "localhost: | the port is not a number between 1 and 65535",
        "localhost:0 | the port is not between 1 and 65535",
        "localhost:65536 | the port is not between 1 and 65535",
        "localhost:+80 | the port is not a number between 1 and 65535",
        "localhost:123456 | the port is not a number between 1 and 65535",
        ":7401 | the host is missing; write host:port",
        "::1:7401 | an IPv6 address is written in brackets, as in [::1]:7401",
        "[::1] | the port is missing; write [address]:port",
        "host name:7401 | the host is neither a host name nor an IP address",
        "-x:7401 | the host is neither a host name nor an IP address",
        "a.example:7401 | a.example:7401 is listed twice",
        "ca-sha256 = 12 | ca-sha256 takes the 64 hexadecimal digits of a SHA-256 fingerprint"
      })
  void saysInWhichLineSomethingIsWrong(String line, String problem) {
    assertThatThrownBy(() -> read("a.example:7401\n\n" + line + "\n"))
        .isInstanceOf(TrackerInfoException.class)
        .hasMessage("trackerinfo.txt line 3: " + problem);
  }

  @Test
  void saysWhatIsWrongWithTheFile() {
    Path none = folder.resolve("none.txt");
    assertThatThrownBy(() -> TrackerInfo.read(none)).hasMessageStartingWith(none + " does not");
    assertThatThrownBy(() -> TrackerInfo.read(folder)).hasMessageContaining("is a directory");
    assertThatThrownBy(() -> read("# nothing\n")).hasMessageContaining("lists no tracker");
    assertThatThrownBy(() -> read("#".repeat(64 * 1024 + 1))).hasMessageContaining("64 KiB");
    assertThatThrownBy(() -> readBytes(new byte[] {(byte) 0xc3, 0x28}))
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void aThousandEntriesAreTheMost() throws IOException {
    assertThat(read(entries(1000)).entries()).hasSize(1000);
    assertThatThrownBy(() -> read(entries(1001)))
        .hasMessage("trackerinfo.txt line 1001: more than 1000 trackers are listed");
  }

  private static String entries(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> "t" + number + ":7401")
        .collect(Collectors.joining("\n"));
  }

  private TrackerInfo read(String text) throws IOException {
    return readBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private TrackerInfo readBytes(byte[] bytes) throws IOException {
    return TrackerInfo.read(Files.write(folder.resolve("trackerinfo.txt"), bytes));
  }
}
