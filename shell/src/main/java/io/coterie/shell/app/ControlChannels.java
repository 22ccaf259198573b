package io.coterie.shell.app;

import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.auth.ControlFile;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustAnchors;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;

/** Opens channels to control services: TLS over loopback, with the token of the control file. */
final class ControlChannels {
  private ControlChannels() {}

  /**
   * A channel that proves to the peer that its own user calls, and trusts that peer only.
   *
   * @throws IOException when the peer's certificate cannot be read
   */
  static ManagedChannel open(ControlFile control) throws IOException {
    TrustAnchors itself = TrustAnchors.of(Pem.readCertificates(control.certificate()));
    CallCredentials token = new BearerToken(control.token()).toCallCredentials();
    return NettyChannelBuilder.forAddress(
            "127.0.0.1", control.port(), Tls.client(new SwitchableTrustManager(itself)))
        .intercept(authenticated(token))
        .build();
  }

  private static ClientInterceptor authenticated(CallCredentials token) {
    return new ClientInterceptor() {
      @Override
      public <Q, A> ClientCall<Q, A> interceptCall(
          MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return next.newCall(method, options.withCallCredentials(token));
      }
    };
  }
}
