/** Where a process's log goes. */
@NullMarked
package io.coterie.rpc.log;

import org.jspecify.annotations.NullMarked;
