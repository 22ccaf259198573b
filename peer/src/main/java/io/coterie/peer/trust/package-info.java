/**
 * What a peer believes on its tracker's word: authorities, grant keys, the time and revocations.
 */
@NullMarked
package io.coterie.peer.trust;

import org.jspecify.annotations.NullMarked;
