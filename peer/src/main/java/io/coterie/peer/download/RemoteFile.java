package io.coterie.peer.download;

import io.coterie.peer.content.ContentId;

/**
 * A file of a group, as the tracker lists it. Immutable.
 *
 * @param group the group's name
 * @param name the file's name, checked to be a plain file name
 * @param content the group's id and the root of the file's Merkle tree
 * @param size in bytes
 */
public record RemoteFile(String group, String name, ContentId content, long size) {}
