package io.coterie.peer.download;

import java.nio.file.Path;

/**
 * What a user asks for.
 *
 * @param group the group's name
 * @param name the file's name in the group
 * @param destination an absolute path; a directory means inside it, under the file's name
 * @param overwrite whether a file that exists there may be replaced, at the moment of completion
 */
public record DownloadRequest(String group, String name, Path destination, boolean overwrite) {}
