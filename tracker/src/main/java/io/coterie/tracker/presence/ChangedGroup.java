package io.coterie.tracker.presence;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * A group that changed.
 *
 * @param at when it changed last, by the clock of that transaction
 * @param version its version; empty when it is gone
 */
public record ChangedGroup(Instant at, String groupId, OptionalLong version) {}
