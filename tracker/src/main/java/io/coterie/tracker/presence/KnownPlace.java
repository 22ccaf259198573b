package io.coterie.tracker.presence;

import io.coterie.tracker.presence.PeerEvent.Membership;

/**
 * A user's place in a group, with what is needed to tell of later changes.
 *
 * @param membership the place
 * @param begunVersion the group's version when it began
 * @param groupVersion the group's version now
 */
public record KnownPlace(Membership membership, long begunVersion, long groupVersion) {}
