/** The embedded store under load, contention and sudden death. */
@NullMarked
package io.coterie.tracker.sql.sqlite;

import org.jspecify.annotations.NullMarked;
