package io.coterie.tracker.grpc;

import io.coterie.tracker.testing.OnPostgres;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same rules hold on PostgreSQL as on the embedded store. */
@ExtendWith(OnPostgres.class)
final class RulesOnPostgresIT {

  @Nested
  class Membership extends MembershipRulesIT {}

  @Nested
  class Repeated extends RepeatedCallsIT {}

  @Nested
  class Files extends FileRulesIT {}

  @Nested
  class Sessions extends SessionRulesIT {}

  @Nested
  class Concurrent extends ConcurrentRulesIT {}

  @Nested
  class Pages extends PagesIT {}

  @Nested
  class Events extends AttachEventsIT {}

  /** The slowest, and the least concerned with SQL. */
  @Nested
  @EnabledIfSystemProperty(named = "coterie.test.all-on-postgres", matches = "true")
  class Attached extends AttachedPeersIT {}
}
