package io.coterie.peer.serve;

/**
 * What one user was sent of one file.
 *
 * @param groupId the group's id
 * @param name the file's name in the group
 * @param user who fetched
 * @param bytes how many bytes of content, at least 1
 */
public record Delivery(String groupId, String name, String user, long bytes) {}
