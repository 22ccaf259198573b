/** Flow control of streams: outbound pump, inbound window, byte budget. */
@NullMarked
package io.coterie.rpc.flow;

import org.jspecify.annotations.NullMarked;
