/** Files shared in a group and their sources. */
@NullMarked
package io.coterie.tracker.file;

import org.jspecify.annotations.NullMarked;
