/** One class per proto service, which only translates between wire and domain. */
@NullMarked
package io.coterie.tracker.grpc;

import org.jspecify.annotations.NullMarked;
