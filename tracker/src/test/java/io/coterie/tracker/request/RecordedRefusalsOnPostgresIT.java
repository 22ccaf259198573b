package io.coterie.tracker.request;

import io.coterie.tracker.testing.OnPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same on PostgreSQL. */
@ExtendWith(OnPostgres.class)
final class RecordedRefusalsOnPostgresIT extends RecordedRefusalsIT {}
