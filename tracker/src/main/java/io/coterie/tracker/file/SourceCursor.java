package io.coterie.tracker.file;

/** The place of a source in a list with those online first, then by peer and user. */
public record SourceCursor(boolean online, String peerId, String user) {}
