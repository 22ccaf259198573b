package io.coterie.tracker.file;

import io.coterie.tracker.testing.OnPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same on PostgreSQL. */
@ExtendWith(OnPostgres.class)
final class InventoryOnPostgresIT extends InventoryIT {}
