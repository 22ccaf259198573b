/** The peer process: settings, wiring and main. */
@NullMarked
package io.coterie.peer.app;

import org.jspecify.annotations.NullMarked;
