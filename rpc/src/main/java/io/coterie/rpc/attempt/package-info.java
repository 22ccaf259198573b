/** Which attempt of a call this is: told by the client, known to the server. */
@NullMarked
package io.coterie.rpc.attempt;

import org.jspecify.annotations.NullMarked;
