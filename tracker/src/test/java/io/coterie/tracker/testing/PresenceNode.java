package io.coterie.tracker.testing;

import io.coterie.rpc.testing.InProcess;
import io.coterie.rpc.v1.Auth;
import io.coterie.tracker.grpc.PresenceGrpcService;
import io.coterie.tracker.presence.Capacity;
import io.coterie.tracker.presence.DeliveryLog;
import io.coterie.tracker.presence.Presence;
import io.coterie.tracker.sql.SqlAccounts;
import io.coterie.tracker.sql.SqlGroupViews;
import io.coterie.tracker.sql.SqlMemberships;
import io.coterie.tracker.sql.SqlPresence;
import io.grpc.Channel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A tracker with its presence service, which runs as in production but for the clock. Several on
 * one folder are the trackers of one deployment.
 */
public final class PresenceNode implements AutoCloseable {

  private static final Capacity CAPACITY = new Capacity(8, 1000);

  private final TestTracker tracker;
  private final Presence presence;
  private final InProcess server;
  private final AtomicBoolean storeAnswers = new AtomicBoolean();
  private boolean dead;

  /** Starts on a store in the folder. */
  public PresenceNode(Path folder, MovableClock clock) {
    tracker = new TestTracker(folder, clock, true);
    presence =
        new Presence(
            tracker.store(),
            tracker.store(),
            new SqlPresence(),
            new SqlGroupViews(),
            tracker.domain().deployment().id(),
            clock,
            CAPACITY);
    presence.start(storeAnswers::set);
    server =
        InProcess.serve(
            Map.of(Auth.AUTH_SESSION, tracker.domain().authenticator()),
            new PresenceGrpcService(
                presence,
                tracker.domain().announcements(),
                new DeliveryLog(
                    tracker.store(),
                    new SqlMemberships(),
                    new SqlAccounts(),
                    tracker.domain().events())));
  }

  /** The other services. */
  public TestTracker tracker() {
    return tracker;
  }

  /** The attached peers. */
  public Presence presence() {
    return presence;
  }

  /** A channel to the presence service, without credentials. */
  public Channel channel() {
    return server.channel();
  }

  /** The same actor calling this tracker. */
  public Actor here(Actor actor) {
    return new Actor(
        actor.name(),
        actor.token(),
        actor.sessionId(),
        actor.peer(),
        tracker.channel(actor.token()));
  }

  /** Whether the store took the last renewal of the lease. */
  public boolean storeAnswers() {
    return storeAnswers.get();
  }

  /** Goes without a word to the store, as a killed process does. */
  public void dies() {
    dead = true;
    tracker.close();
    presence.close();
    server.close();
  }

  @Override
  public void close() {
    if (!dead) {
      presence.close();
      server.close();
      tracker.close();
    }
  }
}
