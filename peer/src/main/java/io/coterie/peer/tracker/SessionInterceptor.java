package io.coterie.peer.tracker;

import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Sends the session's token with each call, and notices when a tracker says that it has ended. */
final class SessionInterceptor implements ClientInterceptor {
  private static final Set<ErrorReason> END =
      EnumSet.of(
          ErrorReason.ERROR_REASON_SESSION_INVALID, ErrorReason.ERROR_REASON_ACCOUNT_SUSPENDED);

  private final CallCredentials credentials;
  private final Consumer<String> ended;

  /**
   * Sends {@code token}.
   *
   * @param ended told why, on a thread of the call, perhaps more than once; must not block
   */
  SessionInterceptor(BearerToken token, Consumer<String> ended) {
    this.credentials = token.toCallCredentials();
    this.ended = ended;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(
        next.newCall(method, options.withCallCredentials(credentials))) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        super.start(new EndWatcher<>(listener), headers);
      }
    };
  }

  private final class EndWatcher<R> extends SimpleForwardingClientCallListener<R> {
    EndWatcher(ClientCall.Listener<R> listener) {
      super(listener);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!status.isOk()) {
        Failure failure = Failure.of(status, trailers);
        if (END.contains(failure.reason())) {
          ended.accept(failure.message());
        }
      }
      super.onClose(status, trailers);
    }
  }
}
