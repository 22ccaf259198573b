/** Tests of what announcements make of the store, and of what is kept of its answers. */
@NullMarked
package io.coterie.tracker.file;

import org.jspecify.annotations.NullMarked;
