package io.coterie.rpc.server;

import io.grpc.ServerCredentials;
import io.grpc.internal.ObjectPool;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator.ServerFactory;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.util.concurrent.Executor;

/**
 * Credentials whose every handshake goes through a {@link ConnectionGate}. gRPC itself bounds no
 * connections, and offers no other place before the handshake.
 */
final class GatedCredentials {

  private GatedCredentials() {}

  static ServerCredentials of(ServerCredentials credentials, ConnectionGate gate) {
    ServerFactory factory = InternalNettyServerCredentials.toNegotiator(credentials);
    return InternalNettyServerCredentials.create(
        new ServerFactory() {
          @Override
          public ProtocolNegotiator newNegotiator(ObjectPool<? extends Executor> offload) {
            return new GatedNegotiator(factory.newNegotiator(offload), gate);
          }
        });
  }

  private record GatedNegotiator(ProtocolNegotiator negotiator, ConnectionGate gate)
      implements ProtocolNegotiator {

    @Override
    public AsciiString scheme() {
      return negotiator.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpcHandler) {
      return new Doorman(negotiator.newHandler(grpcHandler), gate);
    }

    @Override
    public void close() {
      negotiator.close();
    }
  }

  /**
   * Stands before the handshake until the first bytes come, by which time TLS is in its place, and
   * then leaves.
   */
  private static final class Doorman extends ChannelInboundHandlerAdapter {

    private final ChannelHandler handshake;
    private final ConnectionGate gate;

    Doorman(ChannelHandler handshake, ConnectionGate gate) {
      this.handshake = handshake;
      this.gate = gate;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      gate.accepted(context.channel());
      context.pipeline().addAfter(context.name(), null, handshake);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      Channel connection = context.channel();
      SslHandler tls = context.pipeline().get(SslHandler.class);
      if (tls == null) {
        gate.established(connection);
      } else {
        var unused =
            tls.handshakeFuture()
                .addListener(
                    done -> {
                      if (done.isSuccess()) {
                        gate.established(connection);
                      }
                    });
      }
      context.fireChannelRead(bytes);
      context.pipeline().remove(this);
    }
  }
}
