/** One stream from one source, turned into verified pieces. */
@NullMarked
package io.coterie.peer.fetch;

import org.jspecify.annotations.NullMarked;
