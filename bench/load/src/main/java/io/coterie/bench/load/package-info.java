/** Callers that measure a tracker: rates, latencies, memory. Run by bench/tracker. */
@NullMarked
package io.coterie.bench.load;

import org.jspecify.annotations.NullMarked;
