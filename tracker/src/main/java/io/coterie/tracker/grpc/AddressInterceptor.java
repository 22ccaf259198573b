package io.coterie.tracker.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** Puts the address from which a call comes into its context. */
public final class AddressInterceptor implements ServerInterceptor {

  private static final Context.Key<String> ADDRESS = Context.key("address");

  /** The caller's IP address without port; empty for calls that come over no network. */
  static Optional<String> current() {
    return Optional.ofNullable(ADDRESS.get());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (remote instanceof InetSocketAddress address && address.getAddress() != null) {
      Context context = Context.current().withValue(ADDRESS, address.getAddress().getHostAddress());
      return Contexts.interceptCall(context, call, headers, next);
    }
    return next.startCall(call, headers);
  }
}
