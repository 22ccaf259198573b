/** The tracker's client: session, attach stream and grants. */
@NullMarked
package io.coterie.peer.tracker;

import org.jspecify.annotations.NullMarked;
