/** The history of each group: who did what, when, for its owner to read. */
@NullMarked
package io.coterie.tracker.event;

import org.jspecify.annotations.NullMarked;
