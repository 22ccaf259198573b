/**
 * What every domain package needs of a store: transactions, their clock, who hears of commits, and
 * what of its answers may be used again.
 */
@NullMarked
package io.coterie.tracker.store;

import org.jspecify.annotations.NullMarked;
