/** The loop that joins plan, source, fetch and store; pause, resume and explain. */
@NullMarked
package io.coterie.peer.download;

import org.jspecify.annotations.NullMarked;
