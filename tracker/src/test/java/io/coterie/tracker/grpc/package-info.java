/** The rules that users rely on, called as clients call them. */
@NullMarked
package io.coterie.tracker.grpc;

import org.jspecify.annotations.NullMarked;
