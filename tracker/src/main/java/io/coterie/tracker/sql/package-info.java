/** Transactions, retry and the repositories in SQL that both databases understand. */
@NullMarked
package io.coterie.tracker.sql;

import org.jspecify.annotations.NullMarked;
