package io.coterie.rpc.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboundPumpTest {

  private final Stream stream = new Stream();
  private final Source source = new Source();
  private final OutboundPump<Integer> pump =
      OutboundPump.respond(stream, source, () -> stream.log.add("released"));

  @Test
  void sendsOnlyWhileTheStreamIsReady() {
    source.offer(1, 2, 3);
    stream.room = 2;
    pump.wake();
    assertThat(stream.log).containsExactly("1", "2");
    pump.wake();
    assertThat(stream.log).containsExactly("1", "2");
    stream.room = 5;
    stream.ready();
    assertThat(stream.log).containsExactly("1", "2", "3");
  }

  @Test
  void completesWhenTheSourceIsFinishedAndSendsNothingMore() {
    stream.room = 5;
    source.offer(1);
    pump.wake();
    source.finished = true;
    pump.wake();
    source.offer(2);
    pump.wake();
    pump.fail(new IllegalStateException("late"));
    assertThat(stream.log).containsExactly("1", "completed");
  }

  @Test
  void aFailureEndsTheStreamEvenWhenItIsNotReady() {
    source.offer(1);
    pump.fail(new IllegalStateException("broken"));
    stream.room = 5;
    pump.wake();
    assertThat(stream.log).containsExactly("error broken");
  }

  @Test
  void aSourceThatThrowsEndsTheStream() {
    stream.room = 5;
    source.broken = true;
    pump.wake();
    assertThat(stream.log).containsExactly("error source");
  }

  @Test
  void aCancelledCallIsLeftAloneAndReleased() {
    source.offer(1);
    stream.cancel();
    stream.room = 5;
    pump.wake();
    pump.fail(new IllegalStateException("late"));
    assertThat(stream.log).containsExactly("released");
  }

  @Test
  void wakesFromManyThreadsLoseNothingAndKeepTheOrder() throws InterruptedException {
    int perThread = 2_000;
    stream.room = Integer.MAX_VALUE;
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int base = t * perThread;
      Thread thread =
          new Thread(
              () -> {
                awaitQuietly(go);
                for (int i = 0; i < perThread; i++) {
                  source.offer(base + i);
                  pump.wake();
                }
              });
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(stream.log).hasSize(4 * perThread).isEqualTo(source.taken);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Source implements OutboundPump.Source<Integer> {

    private final Queue<Integer> queue = new ConcurrentLinkedQueue<>();
    private final List<String> taken = new ArrayList<>();
    private volatile boolean finished;
    private volatile boolean broken;

    void offer(int... numbers) {
      for (int number : numbers) {
        queue.add(number);
      }
    }

    @Override
    public @Nullable Integer next() {
      if (broken) {
        throw new IllegalStateException("source");
      }
      Integer next = queue.poll();
      if (next != null) {
        taken.add(String.valueOf(next));
      }
      return next;
    }

    @Override
    public boolean isFinished() {
      return finished;
    }
  }

  /** The server's side of a call with room for so many messages. */
  private static final class Stream extends ServerCallStreamObserver<Integer> {

    private final List<String> log = new ArrayList<>();
    private final Queue<Runnable> handlers = new ArrayDeque<>();
    private Runnable onCancel = () -> {};
    private int room;

    void ready() {
      handlers.forEach(Runnable::run);
    }

    void cancel() {
      onCancel.run();
    }

    @Override
    public void onNext(Integer value) {
      assertThat(isReady()).isTrue();
      room--;
      log.add(String.valueOf(value));
    }

    @Override
    public void onError(Throwable error) {
      log.add("error " + error.getMessage());
    }

    @Override
    public void onCompleted() {
      log.add("completed");
    }

    @Override
    public boolean isReady() {
      return room > 0;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
      handlers.add(handler);
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
      onCancel = handler;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void setCompression(String compression) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
