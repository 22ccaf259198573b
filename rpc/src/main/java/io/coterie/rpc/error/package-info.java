/**
 * The only place where a gRPC status is built; one interceptor maps exceptions, one refuses
 * statuses outside the allowed set.
 */
@NullMarked
package io.coterie.rpc.error;

import org.jspecify.annotations.NullMarked;
