package io.coterie.rpc.testing;

import io.coterie.rpc.auth.AuthInterceptor;
import io.coterie.rpc.auth.Authenticator;
import io.coterie.rpc.auth.Caller;
import io.coterie.rpc.server.MethodExecutors;
import io.coterie.rpc.server.RequestTimeLimit;
import io.coterie.rpc.server.ServiceStack;
import io.coterie.rpc.v1.Auth;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs services in-process behind exactly the production interceptors. Who calls is chosen by the
 * channel: {@link #channel()} is a stranger, {@link #channel(Caller)} somebody in particular.
 *
 * <pre>{@code
 * try (InProcess server = InProcess.serve(new GroupGrpcService(...))) {
 *   var stub = GroupServiceGrpc.newBlockingStub(server.channel(alice));
 * }
 * }</pre>
 */
public final class InProcess implements AutoCloseable {

  private final Server server;
  private final ManagedChannel stranger;
  private final ManualScheduler requestTimer;

  private InProcess(Server server, ManagedChannel stranger, ManualScheduler requestTimer) {
    this.server = server;
    this.stranger = stranger;
    this.requestTimer = requestTimer;
  }

  /** Serves; a caller is whoever the channel says. */
  public static InProcess serve(BindableService... services) {
    return serve(CallerByHeader.authenticators(), services);
  }

  /** Serves without threads: whatever a call does is done before the caller goes on. */
  public static InProcess serveDirectly(BindableService... services) {
    String name = InProcessServerBuilder.generateName();
    return serve(
        CallerByHeader.authenticators(),
        InProcessServerBuilder.forName(name).directExecutor(),
        InProcessChannelBuilder.forName(name).directExecutor(),
        services);
  }

  /** Serves with authenticators of the test's own. */
  public static InProcess serve(
      Map<Auth, Authenticator> authenticators, BindableService... services) {
    String name = InProcessServerBuilder.generateName();
    return serve(
        authenticators,
        InProcessServerBuilder.forName(name),
        InProcessChannelBuilder.forName(name),
        services);
  }

  private static InProcess serve(
      Map<Auth, Authenticator> authenticators,
      InProcessServerBuilder builder,
      InProcessChannelBuilder channel,
      BindableService... services) {
    ManualScheduler requestTimer = new ManualScheduler();
    ServiceStack stack =
        new ServiceStack(
            new AuthInterceptor(authenticators),
            MethodExecutors.allDirect(),
            new RequestTimeLimit(requestTimer));
    for (BindableService service : services) {
      builder.addService(stack.before(service.bindService()));
    }
    try {
      Server server = builder.build().start();
      return new InProcess(server, channel.build(), requestTimer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A channel without credentials. */
  public Channel channel() {
    return stranger;
  }

  /** A channel whose calls are made by this caller. */
  public Channel channel(Caller caller) {
    return CallerByHeader.calling(stranger, caller);
  }

  /** Counts how long requests take to arrive; a task waits for each that is not there whole. */
  public ManualScheduler requestTimer() {
    return requestTimer;
  }

  /** Ends all calls, the channel and the server. */
  @Override
  public void close() {
    stranger.shutdownNow();
    server.shutdownNow();
    try {
      if (!server.awaitTermination(10, TimeUnit.SECONDS)
          || !stranger.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the in-process server did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
