/** Tests of what is particular to PostgreSQL. */
@NullMarked
package io.coterie.tracker.sql.postgres;

import org.jspecify.annotations.NullMarked;
