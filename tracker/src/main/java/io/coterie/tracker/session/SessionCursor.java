package io.coterie.tracker.session;

import java.time.Instant;

/** The place of a session in a list from the newest to the oldest. */
public record SessionCursor(Instant createTime, String sessionId) {}
