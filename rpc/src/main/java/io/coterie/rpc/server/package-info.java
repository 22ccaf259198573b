/** A server of ours: ordered interceptors, health, reflection, start and graceful drain. */
@NullMarked
package io.coterie.rpc.server;

import org.jspecify.annotations.NullMarked;
