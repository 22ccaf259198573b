/** Services in-process behind the production interceptors, for tests of every module. */
@NullMarked
package io.coterie.rpc.testing;

import org.jspecify.annotations.NullMarked;
