/** Tests of what announcements make of the store. */
@NullMarked
package io.coterie.tracker.file;

import org.jspecify.annotations.NullMarked;
