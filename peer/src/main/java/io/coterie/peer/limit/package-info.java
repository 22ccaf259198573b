/** Limits on how fast a peer sends and receives content. */
@NullMarked
package io.coterie.peer.limit;

import org.jspecify.annotations.NullMarked;
