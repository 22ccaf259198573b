/** The control service, by which a shell uses its peer. */
@NullMarked
package io.coterie.peer.control;

import org.jspecify.annotations.NullMarked;
