/** A deployment in memory, whose services are real gRPC services, for tests of the shell. */
@NullMarked
package io.coterie.shell.testing;

import org.jspecify.annotations.NullMarked;
