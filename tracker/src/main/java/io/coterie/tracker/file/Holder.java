package io.coterie.tracker.file;

/**
 * A peer that may be a source.
 *
 * @param userKey the folded name of its user
 */
public record Holder(String userKey, String peerId) {}
