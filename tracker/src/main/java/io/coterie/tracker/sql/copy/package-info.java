/** Moves a whole store from one kind of database to the other. */
@NullMarked
package io.coterie.tracker.sql.copy;

import org.jspecify.annotations.NullMarked;
