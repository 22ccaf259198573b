package io.coterie.peer.tracker;

import io.coterie.peer.testing.FakeDeployment;
import io.coterie.rpc.auth.AuthInterceptor;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.server.MethodExecutors;
import io.coterie.rpc.server.RequestTimeLimit;
import io.coterie.rpc.server.ServiceStack;
import io.coterie.rpc.testing.ManualScheduler;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A tracker for each deployment given, behind the production interceptors; runs on its callers. */
final class DirectTrackers implements Trackers, AutoCloseable {
  private final List<Server> servers = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();

  DirectTrackers(FakeDeployment... deployments) {
    for (FakeDeployment deployment : deployments) {
      String name = InProcessServerBuilder.generateName();
      ServiceStack stack =
          new ServiceStack(
              new AuthInterceptor(deployment.authenticators()),
              MethodExecutors.allDirect(),
              new RequestTimeLimit(new ManualScheduler()));
      InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
      deployment
          .services()
          .forEach(service -> builder.addService(stack.before(service.bindService())));
      try {
        servers.add(builder.build().start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      channels.add(InProcessChannelBuilder.forName(name).directExecutor().build());
    }
  }

  @Override
  public List<HostPort> inOrder() {
    List<HostPort> order = new ArrayList<>();
    for (int port = 1; port <= channels.size(); port++) {
      order.add(new HostPort("tracker", port));
    }
    return order;
  }

  @Override
  public Channel channel(HostPort tracker) {
    return channels.get(tracker.port() - 1);
  }

  @Override
  public Channel any() {
    return channels.get(0);
  }

  @Override
  public void suspect(HostPort tracker, String reason) {}

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    servers.forEach(Server::shutdownNow);
  }
}
