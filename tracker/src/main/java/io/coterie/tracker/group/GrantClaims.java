package io.coterie.tracker.group;

/**
 * What a grant states.
 *
 * @param user the member's name as stored
 * @param groupId the group
 * @param version the membership's version
 * @param keyThumbprint the RFC 7638 thumbprint of the peer's key
 */
public record GrantClaims(String user, String groupId, long version, String keyThumbprint) {}
