package io.coterie.rpc.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;

/** Addresses come from users, trackers and peers: each is refused or can be written and read. */
public final class HostPortFuzzTest {
  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new FuzzInput(input).text();
    HostPort read;
    try {
      read = HostPort.parseListen(text);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getClass()).isEqualTo(IllegalArgumentException.class);
      assertThat(refused.getMessage()).as("says what is wrong, and no input").isPrintable();
      return;
    }
    assertThat(read.host()).isPrintable().hasSizeBetween(1, 253);
    assertThat(read.port()).isBetween(0, 65_535);
    assertThat(HostPort.parseListen(read.toString())).isEqualTo(read);
    if (read.port() > 0) {
      assertThat(HostPort.parse(text)).isEqualTo(read);
    }
  }
}
