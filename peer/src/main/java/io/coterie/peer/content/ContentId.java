package io.coterie.peer.content;

/**
 * Names content within a group. The same content shared in two groups has two ids, because access
 * is by group.
 *
 * @param groupId the group's id
 * @param root the root of the content's Merkle tree
 */
public record ContentId(String groupId, Hash root) {}
