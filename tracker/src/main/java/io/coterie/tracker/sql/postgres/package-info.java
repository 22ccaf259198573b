/** What is particular to PostgreSQL: connections, the outcome of commits, hints, migrations. */
@NullMarked
package io.coterie.tracker.sql.postgres;

import org.jspecify.annotations.NullMarked;
