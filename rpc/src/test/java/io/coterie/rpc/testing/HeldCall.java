package io.coterie.rpc.testing;

import io.coterie.rpc.error.Failure;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A call of one request whose headers are sent, and whose request waits for the test. */
public final class HeldCall<Q, A> {

  private final ClientCall<Q, A> call;
  private final CompletableFuture<Optional<Failure>> end = new CompletableFuture<>();

  /** Sends the headers. */
  public HeldCall(Channel channel, MethodDescriptor<Q, A> method) {
    call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(
                status.isOk() ? Optional.empty() : Optional.of(Failure.of(status, trailers)));
          }
        },
        new Metadata());
    call.request(2);
  }

  /** Sends the request and ends the client's side. */
  public HeldCall<Q, A> complete(Q request) {
    call.sendMessage(request);
    call.halfClose();
    return this;
  }

  /** Waits for the end; empty when the call was served. */
  public Optional<Failure> failure() {
    return end.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
