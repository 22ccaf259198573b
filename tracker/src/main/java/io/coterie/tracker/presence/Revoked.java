package io.coterie.tracker.presence;

import io.coterie.tracker.presence.PeerEvent.Revocation;

/**
 * A revocation as the store has it.
 *
 * @param userKey the user, by key; with the group's id it says where a list goes on
 * @param revocation what peers are told of it
 */
public record Revoked(String userKey, Revocation revocation) {}
