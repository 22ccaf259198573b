package io.coterie.rpc.auth;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import java.net.InetSocketAddress;

/** Admits the holder of the control token, calling from the loopback interface. Does not block. */
public final class ControlTokenAuthenticator implements Authenticator {

  private final BearerToken token;

  /** Admits holders of this token. */
  public ControlTokenAuthenticator(BearerToken token) {
    this.token = token;
  }

  @Override
  public Caller authenticate(Metadata headers, Attributes attributes) {
    boolean local =
        attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress address
            && address.getAddress() != null
            && address.getAddress().isLoopbackAddress();
    if (!local) {
      throw refusal("a peer is controlled from its own machine only");
    }
    BearerToken sent =
        BearerToken.in(headers)
            .orElseThrow(
                () ->
                    refusal(
                        "the control token is missing; send the one in the control file of the peer"));
    if (!sent.matches(token)) {
      throw refusal("the control token is wrong; send the one in the control file of the peer");
    }
    return new ControlCaller();
  }

  private static Refusal refusal(String message) {
    return new Refusal(ErrorReason.ERROR_REASON_CONTROL_TOKEN_INVALID, message);
  }
}
