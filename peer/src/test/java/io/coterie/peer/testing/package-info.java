/** A tracker's services for tests of the peer: real gRPC services over a few maps. */
@NullMarked
package io.coterie.peer.testing;

import org.jspecify.annotations.NullMarked;
