/** Which piece comes from whom: rarest first and endgame. */
@NullMarked
package io.coterie.peer.plan;

import org.jspecify.annotations.NullMarked;
