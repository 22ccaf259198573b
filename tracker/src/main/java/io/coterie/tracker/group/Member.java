package io.coterie.tracker.group;

import java.time.Instant;

/**
 * One member of a group.
 *
 * @param user the member's name
 * @param position grows with each joining; the order of standing
 * @param online whether a peer of the user is attached now
 */
public record Member(String user, Role role, Instant joinTime, long position, boolean online) {}
