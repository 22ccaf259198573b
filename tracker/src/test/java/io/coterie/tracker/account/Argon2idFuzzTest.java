package io.coterie.tracker.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import java.util.Arrays;

/** Stored password hashes, damaged or foreign: refused, or of parameters that can be afforded. */
public final class Argon2idFuzzTest {
  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    if (fuzz.below(8) == 0) {
      roundTrip(fuzz);
      return;
    }
    String encoded = fuzz.text();
    Argon2id parameters;
    try {
      parameters = Argon2id.of(encoded);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessage("the store holds a password hash of unknown form");
      return;
    }
    assertThat(parameters.memoryKib()).isBetween(8, 1 << 18);
    assertThat(parameters.iterations()).isBetween(1, 100);
    assertThat(parameters.parallelism()).isBetween(1, 16);
    if (parameters.memoryKib() * parameters.iterations() <= 64) {
      assertMatchesNothing(encoded);
    }
  }

  private static void assertMatchesNothing(String encoded) {
    try {
      assertThat(Argon2id.matches("no such password", encoded)).isFalse();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).as("salt or hash").hasMessageMatching(".*(base64|bits|byte).*");
    }
  }

  private static void roundTrip(FuzzInput fuzz) {
    Argon2id parameters = new Argon2id(8 + fuzz.below(9), 1 + fuzz.below(2), 1);
    byte[] salt = Arrays.copyOf(fuzz.bytes(16), 16);
    String password = fuzz.text();
    String encoded = parameters.encode(password, salt);
    assertThat(Argon2id.of(encoded)).isEqualTo(parameters);
    assertThat(Argon2id.matches(password, encoded)).isTrue();
    assertThat(Argon2id.matches(password + "x", encoded)).isFalse();
  }
}
