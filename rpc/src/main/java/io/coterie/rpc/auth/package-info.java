/** Who calls: a record put into the gRPC context once, by one interceptor. */
@NullMarked
package io.coterie.rpc.auth;

import org.jspecify.annotations.NullMarked;
