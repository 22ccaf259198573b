package io.coterie.tracker.sql.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections to the newest primary among the hosts of a URL. The driver takes the first that
 * calls itself a primary, so the one that is known to be the newest is named first. Thread-safe
 * once it is set up.
 */
final class PrimarySource extends PGSimpleDataSource {

  private static final long serialVersionUID = 1;

  private final transient PrimaryFence fence;
  private final String[] hosts;
  private final int[] ports;

  PrimarySource(PostgresUrl url, PrimaryFence fence) {
    this.fence = fence;
    setURL(url.complete());
    hosts = getServerNames();
    ports = getPortNumbers();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return fence.admit(super.getConnection(user, password));
  }

  @Override
  public synchronized String getUrl() {
    int first = fence.preferred();
    int[] order = IntStream.range(0, hosts.length).map(i -> (first + i) % hosts.length).toArray();
    setServerNames(IntStream.of(order).mapToObj(i -> hosts[i]).toArray(String[]::new));
    setPortNumbers(IntStream.of(order).map(i -> ports[i]).toArray());
    return super.getUrl();
  }
}
