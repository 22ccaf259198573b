package io.coterie.peer.content;

import java.nio.file.Path;

/**
 * A file and what it holds.
 *
 * @param path the file that was read
 * @param stamp what the file looked like before and after it was read
 * @param hashes the hashes of its pieces, with its layout and root
 */
public record HashedFile(Path path, FileStamp stamp, PieceHashes hashes) {}
