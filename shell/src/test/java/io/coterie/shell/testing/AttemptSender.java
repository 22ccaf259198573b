package io.coterie.shell.testing;

import io.coterie.rpc.attempt.PreviousAttempts;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/** Tells a tracker of previous attempts, as the channel to several trackers does. */
final class AttemptSender implements ClientInterceptor {

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    int previous = PreviousAttempts.count();
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        PreviousAttempts.send(headers, previous);
        super.start(listener, headers);
      }
    };
  }
}
