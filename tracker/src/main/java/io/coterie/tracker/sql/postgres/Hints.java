package io.coterie.tracker.sql.postgres;

import io.coterie.tracker.store.Changes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the trackers of other processes what this one has committed, and hears what they tell, by
 * NOTIFY and LISTEN. On a connection and a thread of its own, after the commits and many at a time:
 * inside transactions NOTIFY would make all commits wait for each other. A hint may get lost, as
 * long as {@link #gaps} says so.
 */
final class Hints implements AutoCloseable {

  /** Opens the connection, in autocommit mode; whatever it throws, it is asked again. */
  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException;
  }

  private static final Logger log = LoggerFactory.getLogger(Hints.class);

  private static final String CHANNEL = "coterie_changes";

  /** Commits within this time are told of together. */
  private static final int GATHER_MILLIS = 20;

  /** The connection is tried out so often, and replaced so often. */
  private static final long CHECK = Duration.ofSeconds(5).toNanos();

  private static final long LIFE = Duration.ofMinutes(1).toNanos();

  /** With more than that to tell, the others are told to look at everything. */
  private static final int MOST_WAITING = 10_000;

  private static final long CLOSE_MILLIS = 2_000;

  private final Opener opener;
  private final Consumer<Changes> heard;
  private final AtomicLong gaps = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  // Guarded by this.
  private Set<String> groupIds = new HashSet<>();
  private Set<String> userKeys = new HashSet<>();
  private boolean everything;

  /** Connects by itself, as often as needed; {@code heard} is told what others changed. */
  Hints(Opener opener, Consumer<Changes> heard) {
    this.opener = opener;
    this.heard = heard;
    thread = new Thread(this::run, "store-hints");
    thread.setDaemon(true);
    thread.start();
  }

  /** Has others told; returns at once. */
  synchronized void send(Changes changes) {
    groupIds.addAll(changes.groupIds());
    userKeys.addAll(changes.userKeys());
    if (groupIds.size() + userKeys.size() > MOST_WAITING) {
      groupIds = new HashSet<>();
      userKeys = new HashSet<>();
      everything = true;
    }
  }

  /** Grows when hints of others may have been missed. */
  long gaps() {
    return gaps.get();
  }

  private void run() {
    boolean reported = false;
    while (!closed) {
      try (Connection connection = opener.open();
          Statement statement = connection.createStatement()) {
        statement.execute("listen " + CHANNEL);
        gaps.incrementAndGet();
        reported = false;
        converse(connection, statement);
      } catch (SQLException | RuntimeException failure) {
        if (!reported && !closed) {
          log.warn("no hints of other trackers' changes for now: {}", failure.getMessage());
          reported = true;
        }
        pause();
      }
    }
  }

  private void converse(Connection connection, Statement statement) throws SQLException {
    PGConnection own = connection.unwrap(PGConnection.class);
    long begin = System.nanoTime();
    long checked = begin;
    try (PreparedStatement notify = connection.prepareStatement("select pg_notify(?, ?)")) {
      while (!closed && System.nanoTime() - begin < LIFE) {
        tell(notify);
        if (System.nanoTime() - checked > CHECK) {
          statement.execute("select 1");
          checked = System.nanoTime();
        }
        PGNotification[] arrived = own.getNotifications(GATHER_MILLIS);
        for (PGNotification hint : arrived == null ? new PGNotification[0] : arrived) {
          if (hint.getPID() != own.getBackendPID()) {
            hear(hint.getParameter());
          }
        }
      }
      tell(notify);
    }
  }

  private void tell(PreparedStatement notify) throws SQLException {
    for (String payload : waiting()) {
      notify.setString(1, CHANNEL);
      notify.setString(2, payload);
      notify.execute();
    }
  }

  private void hear(String payload) {
    if (HintPayload.isEverything(payload)) {
      gaps.incrementAndGet();
    } else {
      heard.accept(HintPayload.read(payload));
    }
  }

  private synchronized List<String> waiting() {
    List<String> payloads =
        everything
            ? List.of(HintPayload.EVERYTHING)
            : HintPayload.write(new Changes(groupIds, userKeys));
    groupIds.clear();
    userKeys.clear();
    everything = false;
    return payloads;
  }

  private static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(200, 1000));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells what still waits, if the database answers at once, and ends. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
