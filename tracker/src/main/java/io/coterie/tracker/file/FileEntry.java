package io.coterie.tracker.file;

import io.coterie.tracker.group.GroupRef;
import java.time.Instant;

/**
 * One file that a group lists.
 *
 * @param publisherKey the folded name of the publisher
 * @param publisher the name of who first shared it
 * @param onlineSources how many peers hold it and are online
 * @param sources how many peers hold it
 */
public record FileEntry(
    GroupRef group,
    String name,
    FileContent content,
    String publisherKey,
    String publisher,
    Instant shareTime,
    int onlineSources,
    int sources) {}
