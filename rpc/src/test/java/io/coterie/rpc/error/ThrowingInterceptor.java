package io.coterie.rpc.error;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Stands for a service that throws in one of its callbacks. */
final class ThrowingInterceptor implements ServerInterceptor {

  private final ErrorInterceptorTest.Callback where;
  private final RuntimeException thrown;

  ThrowingInterceptor(ErrorInterceptorTest.Callback where, RuntimeException thrown) {
    this.where = where;
    this.thrown = thrown;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    at(ErrorInterceptorTest.Callback.START);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        at(ErrorInterceptorTest.Callback.MESSAGE);
        super.onMessage(message);
      }

      @Override
      public void onHalfClose() {
        at(ErrorInterceptorTest.Callback.HALF_CLOSE);
        if (where != ErrorInterceptorTest.Callback.READY) {
          super.onHalfClose();
        }
      }

      @Override
      public void onReady() {
        at(ErrorInterceptorTest.Callback.READY);
        super.onReady();
      }
    };
  }

  private void at(ErrorInterceptorTest.Callback callback) {
    if (callback == where) {
      throw thrown;
    }
  }
}
