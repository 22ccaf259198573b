package io.coterie.tracker.presence;

import io.coterie.tracker.testing.OnPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same on PostgreSQL. */
@ExtendWith(OnPostgres.class)
final class ManyChangesOnPostgresIT extends ManyChangesIT {}
