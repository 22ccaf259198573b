package io.coterie.rpc.server;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls of a server run: methods that never block directly on the event loop, all others
 * on one bounded pool.
 *
 * <p>The pool's queue is bounded at the door: a call that finds it full is refused with OVERLOADED,
 * on the event loop, before any of its work is queued. A call that was let in is never rejected
 * later; it has at most one task in the queue at a time.
 */
public final class MethodExecutors implements ServerCallExecutorSupplier, AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofMillis(500);
  private static final int MAX_SHUTDOWN_SECONDS = 5;

  /** Set while a refused call's tasks run on its event loop. */
  private static final ThreadLocal<Boolean> REFUSING = ThreadLocal.withInitial(() -> false);

  private final Set<String> direct;
  private final int maxQueued;
  private final @Nullable ThreadPoolExecutor pool;

  private MethodExecutors(@Nullable ThreadPoolExecutor pool, int maxQueued, Set<String> direct) {
    this.pool = pool;
    this.maxQueued = maxQueued;
    this.direct = Set.copyOf(direct);
  }

  /** Everything on the event loop: for servers no method of which blocks. */
  public static MethodExecutors allDirect() {
    return new MethodExecutors(null, 0, Set.of());
  }

  /**
   * A pool for all calls but those named.
   *
   * @param name the prefix of the pool's thread names
   * @param threads how many calls run at a time, at least 1
   * @param maxQueued how many may wait, at least 1
   * @param direct the full names of services and methods ({@code package.Service} or {@code
   *     package.Service/Method}) that never block, their authentication included
   */
  public static MethodExecutors pool(String name, int threads, int maxQueued, Set<String> direct) {
    AtomicInteger count = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
    return new MethodExecutors(pool, maxQueued, direct);
  }

  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
    if (pool == null || isDirect(call.getMethodDescriptor())) {
      return Runnable::run;
    }
    return pool.getQueue().size() < maxQueued ? pool : MethodExecutors::runRefusing;
  }

  /** Refuses the calls that found the pool full. */
  ServerInterceptor admission() {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (REFUSING.get()) {
          throw new Refusal(
                  ErrorReason.ERROR_REASON_OVERLOADED,
                  "the server has too much to do just now; call again in a moment")
              .retryAfter(RETRY_AFTER);
        }
        return next.startCall(call, headers);
      }
    };
  }

  /** How many calls wait for a thread of the pool. */
  public int waiting() {
    return pool == null ? 0 : pool.getQueue().size();
  }

  /** How many calls run on the pool now. */
  public int running() {
    return pool == null ? 0 : pool.getActiveCount();
  }

  /** Ends the pool; tasks that run are interrupted after a short while. */
  @Override
  public void close() {
    if (pool == null) {
      return;
    }
    pool.shutdown();
    try {
      if (!pool.awaitTermination(MAX_SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDirect(MethodDescriptor<?, ?> method) {
    String service = String.valueOf(method.getServiceName());
    return service.startsWith("grpc.")
        || direct.contains(service)
        || direct.contains(method.getFullMethodName());
  }

  private static void runRefusing(Runnable task) {
    REFUSING.set(true);
    try {
      task.run();
    } finally {
      REFUSING.remove();
    }
  }
}
