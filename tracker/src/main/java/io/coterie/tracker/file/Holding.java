package io.coterie.tracker.file;

/** A file that a peer is a source of. */
public record Holding(String groupId, String name) {}
