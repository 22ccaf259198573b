/** Frames of pieces on the wire: plain protobuf messages, sent and received with few copies. */
@NullMarked
package io.coterie.peer.wire;

import org.jspecify.annotations.NullMarked;
