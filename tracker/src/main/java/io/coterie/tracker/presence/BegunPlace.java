package io.coterie.tracker.presence;

import java.time.Instant;

/**
 * A membership, or a request to join, that began.
 *
 * @param at when, by the clock of that transaction
 * @param userKey the user, by key
 * @param version the group's version when it began
 */
public record BegunPlace(Instant at, String groupId, String userKey, long version) {}
