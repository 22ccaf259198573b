package io.coterie.rpc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Headers as they come off the wire: at most one token, and only from one well-formed header. */
public final class BearerTokenFuzzTest {
  private static final byte[] NAME = "authorization".getBytes(StandardCharsets.US_ASCII);

  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    List<byte[]> values = new ArrayList<>();
    for (int count = fuzz.below(3); count > 0; count--) {
      values.add(fuzz.block());
    }
    values.add(fuzz.rest());
    byte[][] wire = new byte[2 * values.size()][];
    for (int i = 0; i < values.size(); i++) {
      wire[2 * i] = NAME;
      wire[2 * i + 1] = values.get(i);
    }
    Metadata headers = InternalMetadata.newMetadata(wire);
    BearerToken.in(headers)
        .ifPresent(
            token -> {
              assertThat(values).hasSize(1);
              String value = new String(values.get(0), StandardCharsets.US_ASCII);
              assertThat(value).startsWithIgnoringCase("bearer ");
              assertThat(token.secret()).isEqualTo(value.substring(7).strip()).isNotEmpty();
              assertThat(token.matches(new BearerToken(token.secret() + "x"))).isFalse();
              assertThat(token).hasToString("BearerToken[hidden]");
            });
  }
}
