/**
 * What every domain package needs of a store: transactions, their clock, and who hears of commits.
 */
@NullMarked
package io.coterie.tracker.store;

import org.jspecify.annotations.NullMarked;
