package io.coterie.tracker.sql.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Tells a transaction its time. */
@FunctionalInterface
interface StoreClock {

  /** The present time; may ask the database on the connection, in the transaction that begins. */
  Instant now(Connection connection) throws SQLException;
}
