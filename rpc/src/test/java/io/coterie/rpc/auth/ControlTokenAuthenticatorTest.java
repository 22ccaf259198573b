package io.coterie.rpc.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ControlTokenAuthenticatorTest {

  private final ControlTokenAuthenticator authenticator =
      new ControlTokenAuthenticator(new BearerToken("right"));

  @Test
  void admitsTheTokenFromLoopbackOnly() throws UnknownHostException {
    assertThat(authenticator.authenticate(bearer("right"), from(127, 0, 0, 1)))
        .isEqualTo(new ControlCaller());
    assertRefused(bearer("right"), from(192, 0, 2, 7), "own machine");
    assertRefused(bearer("right"), Attributes.EMPTY, "own machine");
  }

  @Test
  void refusesAWrongOrMissingToken() throws UnknownHostException {
    assertRefused(bearer("wrong"), from(127, 0, 0, 1), "wrong");
    assertRefused(new Metadata(), from(127, 0, 0, 1), "missing");
  }

  private void assertRefused(Metadata headers, Attributes attributes, String why) {
    assertThatThrownBy(() -> authenticator.authenticate(headers, attributes))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why)
        .extracting(thrown -> ((Refusal) thrown).reason())
        .isEqualTo(ErrorReason.ERROR_REASON_CONTROL_TOKEN_INVALID);
  }

  private static Metadata bearer(String token) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return headers;
  }

  private static Attributes from(int... address) throws UnknownHostException {
    byte[] bytes = new byte[address.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) address[i];
    }
    return Attributes.newBuilder()
        .set(
            Grpc.TRANSPORT_ATTR_REMOTE_ADDR,
            new InetSocketAddress(InetAddress.getByAddress(bytes), 5000))
        .build();
  }
}
