package io.coterie.tracker.group;

/** A group that was found, and a user's place in it. */
public record Standing(GroupRef group, Place place) {}
