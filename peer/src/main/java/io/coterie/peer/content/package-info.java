/** From file to pieces to blocks: arithmetic, Merkle tree and verification. */
@NullMarked
package io.coterie.peer.content;

import org.jspecify.annotations.NullMarked;
