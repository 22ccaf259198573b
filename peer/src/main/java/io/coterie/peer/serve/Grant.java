package io.coterie.peer.serve;

import java.time.Instant;

/**
 * A grant whose signature was verified: the tracker's word that a user is a member of a group.
 *
 * @param user the member
 * @param groupId the group's id
 * @param version the version of the membership
 * @param keyThumbprint the RFC 7638 thumbprint of the key that may use it
 * @param expireTime when it runs out, by the tracker's clock
 */
record Grant(String user, String groupId, long version, String keyThumbprint, Instant expireTime) {}
