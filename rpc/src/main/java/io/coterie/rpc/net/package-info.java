/** Network addresses as people write them. */
@NullMarked
package io.coterie.rpc.net;

import org.jspecify.annotations.NullMarked;
