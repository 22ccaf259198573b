package io.coterie.tracker.grpc;

import io.coterie.tracker.testing.OnPostgres;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The same rules hold on PostgreSQL as on the embedded store: those that depend on it most, and
 * with {@code -Dcoterie.test.all-on-postgres=true} all.
 */
@ExtendWith(OnPostgres.class)
final class RulesOnPostgresIT {

  private static final String ALL = "coterie.test.all-on-postgres";

  @Nested
  class Membership extends MembershipRulesIT {}

  @Nested
  class Repeated extends RepeatedCallsIT {}

  @Nested
  class Concurrent extends ConcurrentRulesIT {}

  @Nested
  class Pages extends PagesIT {}

  @Nested
  class Sources extends ListSourcesIT {}

  @Nested
  class Events extends AttachEventsIT {}

  @Nested
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  class Sessions extends SessionRulesIT {}

  @Nested
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  class Files extends FileRulesIT {}

  @Nested
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  class Attached extends AttachedPeersIT {}
}
