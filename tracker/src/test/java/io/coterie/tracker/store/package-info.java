/** Tests of what is kept of the store's answers. */
@NullMarked
package io.coterie.tracker.store;

import org.jspecify.annotations.NullMarked;
