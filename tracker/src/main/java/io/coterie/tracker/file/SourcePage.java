package io.coterie.tracker.file;

import io.coterie.tracker.store.Page;

/** Some of a file's sources, and the id of the group that lists it. */
public record SourcePage(String groupId, Page<Source> sources) {}
