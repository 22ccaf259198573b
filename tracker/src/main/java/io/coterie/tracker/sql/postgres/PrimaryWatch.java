package io.coterie.tracker.sql.postgres;

import com.zaxxer.hikari.util.Credentials;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each host of the URL in turn whether it is the newest primary, so that a tracker learns of a
 * promotion though its own connections still lead to the old one. A round a second, on a thread of
 * its own; a host that is silent makes a round two seconds longer.
 */
final class PrimaryWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PrimaryWatch.class);

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int SILENCE_SECONDS = 2;

  /** Behind one name, as that of a Kubernetes Service, only a new connection finds another. */
  private static final long LIFE = Duration.ofSeconds(10).toNanos();

  private final PrimaryFence fence;
  private final Supplier<Credentials> credentials;
  private final List<Host> hosts = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** Has asked each host once when it returns; {@code credentials} serve one connection. */
  PrimaryWatch(PostgresUrl url, PrimaryFence fence, Supplier<Credentials> credentials) {
    this.fence = fence;
    this.credentials = credentials;
    PGSimpleDataSource all = new PGSimpleDataSource();
    all.setURL(url.complete());
    for (int i = 0; i < all.getServerNames().length; i++) {
      hosts.add(new Host(url, all.getServerNames()[i], all.getPortNumbers()[i]));
    }
    round();
    thread = new Thread(this::run, "store-primary");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!closed.await(ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
        round();
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } finally {
      hosts.forEach(Host::leave);
    }
  }

  /** The first host that is found to be the newest primary is preferred. */
  private void round() {
    boolean found = false;
    for (int i = 0; i < hosts.size() && closed.getCount() > 0; i++) {
      if (isNewestPrimary(hosts.get(i)) && !found) {
        fence.prefer(i);
        found = true;
      }
    }
  }

  private boolean isNewestPrimary(Host host) {
    try {
      OptionalLong timeline = fence.meet(host.connection());
      return timeline.isPresent() && fence.isNewest(timeline.getAsLong());
    } catch (SQLException | RuntimeException failure) {
      log.debug("{} does not say whether it is the primary", host, failure);
      host.leave();
      return false;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(Duration.ofSeconds(SILENCE_SECONDS).toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One server, whatever it is at the moment; used by the watching thread only. */
  private final class Host {

    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private @Nullable Connection connection;
    private long since;

    Host(PostgresUrl url, String name, int port) {
      source.setURL(url.complete());
      source.setServerNames(new String[] {name});
      source.setPortNumbers(new int[] {port});
      source.setTargetServerType("any");
      source.setConnectTimeout(SILENCE_SECONDS);
      source.setSocketTimeout(SILENCE_SECONDS);
    }

    Connection connection() throws SQLException {
      if (System.nanoTime() - since > LIFE) {
        leave();
      }
      Connection known = connection;
      if (known == null) {
        Credentials now = credentials.get();
        known = source.getConnection(now.getUsername(), now.getPassword());
        connection = known;
        since = System.nanoTime();
      }
      return known;
    }

    void leave() {
      Connection left = connection;
      connection = null;
      try {
        if (left != null) {
          left.close();
        }
      } catch (SQLException gone) {
        log.debug("a connection to {} did not end well", this, gone);
      }
    }

    @Override
    public String toString() {
      return source.getServerNames()[0] + ":" + source.getPortNumbers()[0];
    }
  }
}
