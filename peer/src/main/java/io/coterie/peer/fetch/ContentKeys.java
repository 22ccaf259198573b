package io.coterie.peer.fetch;

import com.google.protobuf.ByteString;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.v1.ContentKey;

/** Translates content ids for the wire. */
final class ContentKeys {
  private ContentKeys() {}

  static ContentKey of(ContentId content) {
    return ContentKey.newBuilder()
        .setGroupId(content.groupId())
        .setRoot(ByteString.copyFrom(content.root().asByteBuffer()))
        .build();
  }
}
