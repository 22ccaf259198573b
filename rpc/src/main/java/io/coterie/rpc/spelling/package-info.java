/** What a mistyped word may stand for. */
@NullMarked
package io.coterie.rpc.spelling;

import org.jspecify.annotations.NullMarked;
