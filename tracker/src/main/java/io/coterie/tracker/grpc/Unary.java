package io.coterie.tracker.grpc;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import java.time.Instant;

/** What all services say the same way. */
final class Unary {

  private Unary() {}

  /** Answers a call with its one response. */
  static <R> void answer(StreamObserver<R> call, R response) {
    call.onNext(response);
    call.onCompleted();
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
