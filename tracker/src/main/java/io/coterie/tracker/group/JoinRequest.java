package io.coterie.tracker.group;

import java.time.Instant;

/**
 * One pending request to join.
 *
 * @param user who asks
 * @param position grows with each request; the order of asking
 */
public record JoinRequest(String user, Instant createTime, long position) {}
