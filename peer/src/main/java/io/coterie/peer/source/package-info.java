/** Who has a file: scores, back-off and bans. */
@NullMarked
package io.coterie.peer.source;

import org.jspecify.annotations.NullMarked;
