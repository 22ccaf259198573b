package io.coterie.tracker.file;

import java.util.Optional;

/**
 * What is asked for: sources of a file, those online first, after the one given.
 *
 * @param group the group's name
 * @param name the file's name
 * @param size how many at most
 */
public record SourceQuery(String group, String name, Optional<SourceCursor> after, int size) {}
