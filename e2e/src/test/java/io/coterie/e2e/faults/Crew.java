package io.coterie.e2e.faults;

import io.coterie.e2e.House;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustAnchors;
import io.coterie.rpc.trackers.TrackerChannel;
import io.coterie.rpc.trackers.TrackerInfo;
import io.coterie.tracker.v1.ListGroupsRequest;
import io.grpc.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Many clients in this process, each with connections of its own to the trackers. */
final class Crew implements AutoCloseable {

  /** Clients share accounts, because each account costs two slow password hashes. */
  private static final int CLIENTS_PER_USER = 4;

  private final String name;
  private final World world;
  private final TrackerInfo trackers;
  private final Path authority;
  private final List<TrackerChannel> channels = new ArrayList<>();
  private final List<User> users;
  private final History history = new History();
  private final Traffic traffic = new Traffic();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> clients = new ArrayList<>();
  private volatile boolean running = true;

  /**
   * Makes the accounts for that many clients.
   *
   * @param name begins the names of all users and groups, unlike those of other crews
   */
  Crew(String name, House house, Path authority, int clients) throws InterruptedException {
    this.name = name;
    this.world = new World(name);
    this.trackers = TrackerInfo.read(house.trackerInfo());
    this.authority = authority;
    this.users = register(Math.max(2, clients / CLIENTS_PER_USER));
  }

  private List<User> register(int count) throws InterruptedException {
    TrackerChannel channel = channel();
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Future<User>> registered =
          IntStream.range(0, count)
              .mapToObj(i -> two.submit(() -> User.register(channel, name + "-u" + i)))
              .toList();
      List<User> made = new ArrayList<>();
      for (Future<User> user : registered) {
        made.add(user.get());
      }
      return made;
    } catch (ExecutionException e) {
      throw new AssertionError("no accounts", e.getCause());
    } finally {
      two.shutdownNow();
    }
  }

  /** Lets that many clients begin. */
  void start(int count, long seed) {
    for (int i = 0; i < count; i++) {
      User user = users.get(i % users.size());
      clients.add(
          threads.submit(
              new Client(
                  user, channel(), world, history, traffic, new Random(seed + i), () -> running)));
    }
  }

  /** Lets each client finish what it asks for. */
  void finish() throws InterruptedException {
    running = false;
    for (Future<?> client : clients) {
      try {
        client.get(2, TimeUnit.MINUTES);
      } catch (ExecutionException | TimeoutException e) {
        traffic.surprise("a client does not end: " + e);
      }
    }
  }

  /** A new channel over all trackers, as a peer or a shell opens one. */
  TrackerChannel channel() {
    try {
      TrackerChannel channel =
          TrackerChannel.to(
              trackers,
              Tls.client(
                  new SwitchableTrustManager(TrustAnchors.of(Pem.readCertificates(authority)))));
      channels.add(channel);
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All groups that these clients made, as the trackers show them. */
  Map<String, GroupState> shown(Channel tracker) throws InterruptedException {
    return Shown.read(tracker, users, name);
  }

  List<User> users() {
    return users;
  }

  History history() {
    return history;
  }

  Traffic traffic() {
    return traffic;
  }

  /** Holds what the clients were told against what the trackers show, once one answers again. */
  Findings findings() throws InterruptedException {
    Channel trackers = channel();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(
            () ->
                users
                    .get(0)
                    .groups(trackers)
                    .listGroups(ListGroupsRequest.getDefaultInstance())
                    .isInitialized());
    return Checker.check(history(), shown(trackers));
  }

  @Override
  public void close() {
    running = false;
    threads.shutdownNow();
    channels.forEach(TrackerChannel::close);
  }
}
