/** What is particular to SQLite: one writer with group commit, connections, migrations. */
@NullMarked
package io.coterie.tracker.sql.sqlite;

import org.jspecify.annotations.NullMarked;
