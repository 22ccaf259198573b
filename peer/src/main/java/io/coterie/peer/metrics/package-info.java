/** What a peer tells of itself in figures, for Prometheus; loaded only when asked for. */
@NullMarked
package io.coterie.peer.metrics;

import org.jspecify.annotations.NullMarked;
