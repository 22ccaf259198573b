/** Which peers are online, by their attach streams. */
@NullMarked
package io.coterie.tracker.presence;

import org.jspecify.annotations.NullMarked;
