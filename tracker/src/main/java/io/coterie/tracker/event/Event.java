package io.coterie.tracker.event;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that happened in a group.
 *
 * @param id grows with time
 * @param actor the name of who did it
 * @param subject the name of whom it was done to
 * @param file the name of the file it was about
 * @param bytes for FILE_FETCHED, else 0
 */
public record Event(
    long id,
    Instant time,
    EventKind kind,
    String actor,
    Optional<String> subject,
    Optional<String> file,
    long bytes) {}
