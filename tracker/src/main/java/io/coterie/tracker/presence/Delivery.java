package io.coterie.tracker.presence;

/**
 * Bytes that a user fetched of a file.
 *
 * @param groupId the group
 * @param file the file's name
 * @param userKey the folded name of who fetched
 * @param bytes how many bytes of content
 */
public record Delivery(String groupId, String file, String userKey, long bytes) {}
