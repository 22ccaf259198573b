/** A tracker's services in-process, on a real store, with time that tests move. */
@NullMarked
package io.coterie.tracker.testing;

import org.jspecify.annotations.NullMarked;
