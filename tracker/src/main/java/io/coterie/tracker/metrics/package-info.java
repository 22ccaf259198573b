/** What a tracker tells of itself in figures, for Prometheus; loaded only when asked for. */
@NullMarked
package io.coterie.tracker.metrics;

import org.jspecify.annotations.NullMarked;
