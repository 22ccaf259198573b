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
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Where the calls of a server run: methods that never block directly on the event loop, all others
 * on bounded pools, those that declare to have NO_SIDE_EFFECTS on one of their own.
 *
 * <p>A pool's queue is bounded at the door: a call that finds it full is refused with OVERLOADED,
 * on the event loop, before any of its work is queued. A call that was let in is never rejected
 * later; it has at most one task in the queue at a time.
 */
public final class MethodExecutors implements ServerCallExecutorSupplier, AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofMillis(500);

  /** Set while a refused call's tasks run on its event loop. */
  private static final ThreadLocal<Boolean> REFUSING = ThreadLocal.withInitial(() -> false);

  private final Set<String> direct;
  private final Optional<CallPool> reading;
  private final Optional<CallPool> others;

  /** Each method that was called; there are no more than a server has. */
  private final Map<MethodDescriptor<?, ?>, Optional<CallPool>> chosen = new ConcurrentHashMap<>();

  private MethodExecutors(
      Set<String> direct, Optional<CallPool> reading, Optional<CallPool> others) {
    this.direct = Set.copyOf(direct);
    this.reading = reading;
    this.others = others;
  }

  /** Everything on the event loop: for servers no method of which blocks. */
  public static MethodExecutors allDirect() {
    return new MethodExecutors(Set.of(), Optional.empty(), Optional.empty());
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
    CallPool all = new CallPool(name, threads, threads, maxQueued);
    return new MethodExecutors(direct, Optional.of(all), Optional.of(all));
  }

  /**
   * As these, with a pool of their own for calls of methods that declare NO_SIDE_EFFECTS. Neither
   * kind takes a thread from the other.
   *
   * @param threads how many of them run at a time, at least 1: as many as get on at once, as more
   *     only take turns
   * @param most how many while none of them gets on, at least {@code threads}
   * @param maxQueued how many may wait, at least 1
   */
  public MethodExecutors reading(String name, int threads, int most, int maxQueued) {
    CallPool own = new CallPool(name, threads, most, maxQueued);
    return new MethodExecutors(direct, Optional.of(own), others);
  }

  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
    Optional<CallPool> pool = chosen.computeIfAbsent(call.getMethodDescriptor(), this::choose);
    if (pool.isEmpty()) {
      return Runnable::run;
    }
    return pool.get().admit() ? pool.get().executor() : MethodExecutors::runRefusing;
  }

  /** Refuses the calls that found their pool full. */
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

  /** How many calls wait for a thread. */
  public int waiting() {
    return pools().stream().mapToInt(CallPool::waiting).sum();
  }

  /** How many calls hold a thread now. */
  public int running() {
    return pools().stream().mapToInt(CallPool::running).sum();
  }

  /** Ends the pools; tasks that run are interrupted after a short while. */
  @Override
  public void close() {
    pools().forEach(CallPool::close);
  }

  private Set<CallPool> pools() {
    Set<CallPool> pools = new HashSet<>();
    reading.ifPresent(pools::add);
    others.ifPresent(pools::add);
    return pools;
  }

  private Optional<CallPool> choose(MethodDescriptor<?, ?> method) {
    String service = String.valueOf(method.getServiceName());
    if (service.startsWith("grpc.")
        || direct.contains(service)
        || direct.contains(method.getFullMethodName())) {
      return Optional.empty();
    }
    return method.isSafe() ? reading : others;
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
