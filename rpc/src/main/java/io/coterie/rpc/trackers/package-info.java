/** Reads trackerinfo.txt and keeps calls on a tracker that answers: ranking, hedging, probes. */
@NullMarked
package io.coterie.rpc.trackers;

import org.jspecify.annotations.NullMarked;
