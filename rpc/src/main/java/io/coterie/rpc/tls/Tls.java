package io.coterie.rpc.tls;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettySslContextServerCredentials;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/** TLS as every socket here speaks it: version 1.3 and no other, never resumed, HTTP/2 by ALPN. */
public final class Tls {

  private static final String VERSION = "TLSv1.3";

  private Tls() {}

  /** A server that asks clients for no certificate. */
  public static ServerCredentials server(SwitchableKeyManager identity) {
    return server(SslContextBuilder.forServer(identity).clientAuth(ClientAuth.NONE));
  }

  /**
   * A server that asks clients for a certificate and takes those without one as well; a certificate
   * that is not trusted fails the handshake.
   */
  public static ServerCredentials server(
      SwitchableKeyManager identity, SwitchableTrustManager clients) {
    return server(
        SslContextBuilder.forServer(identity)
            .trustManager(clients)
            .clientAuth(ClientAuth.OPTIONAL));
  }

  /** A client that shows no certificate. */
  public static ChannelCredentials client(SwitchableTrustManager servers) {
    return client(SslContextBuilder.forClient().trustManager(servers));
  }

  /** A client that shows its identity, as far as it has one. */
  public static ChannelCredentials client(
      SwitchableTrustManager servers, SwitchableKeyManager identity) {
    return client(SslContextBuilder.forClient().trustManager(servers).keyManager(identity));
  }

  private static ServerCredentials server(SslContextBuilder builder) {
    return NettySslContextServerCredentials.create(build(builder));
  }

  private static ChannelCredentials client(SslContextBuilder builder) {
    return NettySslContextChannelCredentials.create(build(builder));
  }

  private static SslContext build(SslContextBuilder builder) {
    try {
      return new UnresumableContext(
          GrpcSslContexts.configure(builder, SslProvider.OPENSSL).protocols(VERSION).build());
    } catch (SSLException | UnsatisfiedLinkError e) {
      throw new IllegalStateException("this platform cannot speak TLS 1.3", e);
    }
  }
}
