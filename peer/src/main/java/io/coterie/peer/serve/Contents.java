package io.coterie.peer.serve;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.Hash;
import io.coterie.peer.v1.ContentKey;

/** Content ids as messages. */
final class Contents {
  private Contents() {}

  /** Reads an id whose limits were enforced: the root has 32 bytes. */
  static ContentId id(ContentKey key) {
    return new ContentId(key.getGroupId(), Hash.of(key.getRoot().toByteArray()));
  }
}
