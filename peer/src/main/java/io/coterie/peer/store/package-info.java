/** What is held on disk: files shared in place, partial downloads, crash-safe state. */
@NullMarked
package io.coterie.peer.store;

import org.jspecify.annotations.NullMarked;
