package io.coterie.tracker.group;

/** A group that was found: its id, and its name as stored. */
public record GroupRef(String id, String name) {}
