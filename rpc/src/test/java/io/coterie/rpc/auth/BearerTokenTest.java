package io.coterie.rpc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import org.junit.jupiter.api.Test;

class BearerTokenTest {

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  @Test
  void readsTheSchemeInAnyCase() {
    assertThat(BearerToken.in(headers("bearer  abc="))).contains(new BearerToken("abc="));
  }

  @Test
  void readsNothingFromMissingEmptyForeignOrSeveralHeaders() {
    assertThat(BearerToken.in(headers())).isEmpty();
    assertThat(BearerToken.in(headers("Bearer "))).isEmpty();
    assertThat(BearerToken.in(headers("Basic abc"))).isEmpty();
    assertThat(BearerToken.in(headers("Bearer a", "Bearer a"))).isEmpty();
  }

  @Test
  void tellsSecretsApartAndNeverPrintsThem() {
    BearerToken token = new BearerToken("topsecret");
    assertThat(token.matches(new BearerToken("topsecret"))).isTrue();
    assertThat(token.matches(new BearerToken("topsecreT"))).isFalse();
    assertThat(token.matches(new BearerToken("topsecret1"))).isFalse();
    assertThat(token.toString()).doesNotContain("topsecret");
  }

  private static Metadata headers(String... values) {
    Metadata headers = new Metadata();
    for (String value : values) {
      headers.put(HEADER, value);
    }
    return headers;
  }
}
