/**
 * Reads trackerinfo.txt and keeps calls on a live tracker: name resolver, health, failover and
 * retry policy.
 */
@NullMarked
package io.coterie.rpc.trackers;

import org.jspecify.annotations.NullMarked;
