package io.coterie.rpc.attempt;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.function.Supplier;

/**
 * How many attempts of the same call came before, at whichever server: in the gRPC context and, on
 * the wire, in the header of gRFC A6, "Exposed Retry Metadata". A client that repeats a call says
 * so with {@link #after}; on a server the interceptor knows it from the header.
 */
public final class PreviousAttempts implements ServerInterceptor {

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("grpc-previous-rpc-attempts", Metadata.ASCII_STRING_MARSHALLER);

  private static final String NONE = "0";

  private static final Context.Key<Integer> COUNT = Context.keyWithDefault("previous-attempts", 0);

  /** How many came before the current call; 0 for a first attempt. */
  public static int count() {
    return COUNT.get();
  }

  /** Makes a call before which there were so many. */
  public static <R> R after(int count, Supplier<R> call) {
    Context context = context(count);
    Context outer = context.attach();
    try {
      return call.get();
    } finally {
      context.detach(outer);
    }
  }

  /** Tells the server that there were so many; says nothing with a first attempt. */
  public static void send(Metadata headers, int count) {
    if (count > 0) {
      headers.put(HEADER, Integer.toString(count));
    }
  }

  /** A count that cannot be read is at least one: only who repeats a call sends any. */
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String sent = headers.get(HEADER);
    if (sent == null || sent.equals(NONE)) {
      return next.startCall(call, headers);
    }
    return Contexts.interceptCall(context(parse(sent)), call, headers, next);
  }

  private static Context context(int count) {
    return Context.current().withValue(COUNT, count);
  }

  private static int parse(String sent) {
    try {
      return Math.max(1, Integer.parseInt(sent));
    } catch (NumberFormatException odd) {
      return 1;
    }
  }
}
