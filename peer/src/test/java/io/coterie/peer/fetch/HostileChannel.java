package io.coterie.peer.fetch;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;

/** Answers one call with any bytes, as gRPC would deliver them. Not thread-safe. */
final class HostileChannel extends Channel {
  private @Nullable Call<?, ?> call;

  /** The next message of the source; nobody hears it after the end. */
  void answer(byte[] message) {
    if (call != null) {
      call.answer(message);
    }
  }

  /** How many messages it may send. */
  int requested() {
    return call == null ? 0 : call.requested;
  }

  /** The source ends the call, with OK. */
  void end() {
    if (call != null) {
      call.end(Status.OK);
    }
  }

  /** Whether the call has ended, by either side. */
  boolean isOver() {
    return call != null && call.over;
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    Call<Q, A> made = new Call<>(method);
    call = made;
    return made;
  }

  @Override
  public String authority() {
    return "hostile";
  }

  private static final class Call<Q, A> extends ClientCall<Q, A> {
    private final MethodDescriptor<Q, A> method;
    private @Nullable Listener<A> listener;
    private boolean over;
    private int requested;

    Call(MethodDescriptor<Q, A> method) {
      this.method = method;
    }

    void answer(byte[] message) {
      if (over || listener == null) {
        return;
      }
      A parsed;
      try {
        parsed = method.parseResponse(new ByteArrayInputStream(message));
      } catch (StatusRuntimeException malformed) {
        end(malformed.getStatus());
        return;
      }
      listener.onMessage(parsed);
    }

    void end(Status status) {
      if (!over && listener != null) {
        over = true;
        listener.onClose(status, new Metadata());
      }
    }

    @Override
    public void start(Listener<A> responses, Metadata headers) {
      listener = responses;
    }

    @Override
    public void request(int messages) {
      requested += messages;
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      over = true;
    }

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
  }
}
