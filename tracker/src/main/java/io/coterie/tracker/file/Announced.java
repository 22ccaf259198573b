package io.coterie.tracker.file;

import com.google.protobuf.ByteString;

/**
 * A file that a peer says it serves.
 *
 * @param root its Merkle root, 32 bytes
 */
public record Announced(String groupId, String name, ByteString root) {

  /** The entry that it is about. */
  public Holding holding() {
    return new Holding(groupId, name);
  }
}
