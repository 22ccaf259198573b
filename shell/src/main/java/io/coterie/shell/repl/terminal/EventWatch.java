package io.coterie.shell.repl.terminal;

import io.coterie.peer.v1.ControlServiceGrpc;
import io.coterie.peer.v1.WatchEventsRequest;
import io.coterie.peer.v1.WatchEventsResponse;
import io.coterie.shell.command.ControlClient;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to what the peer has to tell, and listens again after a pause when that breaks off. */
final class EventWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventWatch.class);
  private static final long PAUSE_MILLIS = 1_000;

  private final ControlClient control;
  private final Consumer<WatchEventsResponse> listener;
  private final Runnable brokenOff;
  private final Timer timer;
  private final CancellableContext context = Context.ROOT.withCancellation();

  /**
   * Listens from {@link #start} on.
   *
   * @param listener is told of each event, one at a time
   * @param brokenOff is told when events may be missed
   * @param timer runs the tries after a failure
   */
  EventWatch(
      ControlClient control,
      Consumer<WatchEventsResponse> listener,
      Runnable brokenOff,
      Timer timer) {
    this.control = control;
    this.listener = listener;
    this.brokenOff = brokenOff;
    this.timer = timer;
  }

  /** Begins to listen. */
  void start() {
    context.run(
        () ->
            ControlServiceGrpc.newStub(control.channel())
                .watchEvents(WatchEventsRequest.getDefaultInstance(), new Events()));
  }

  private void again() {
    brokenOff.run();
    if (!context.isCancelled()) {
      timer.after(PAUSE_MILLIS, this::start);
    }
  }

  @Override
  public void close() {
    context.cancel(null);
  }

  private final class Events implements StreamObserver<WatchEventsResponse> {
    @Override
    public void onNext(WatchEventsResponse event) {
      listener.accept(event);
    }

    @Override
    public void onError(Throwable failure) {
      log.debug("events broke off", failure);
      again();
    }

    @Override
    public void onCompleted() {
      again();
    }
  }
}
