package io.coterie.peer.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.coterie.peer.content.FileStamp;
import io.coterie.peer.content.Hash;
import io.coterie.peer.content.HashMismatchException;
import io.coterie.peer.content.HashedFile;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.store.v1.ShareState;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** Shares as messages. */
final class ShareCodec implements StateCodec<SharedFile> {
  @Override
  public byte[] encode(SharedFile share) {
    PieceHashes hashes = share.hashes();
    return ShareState.newBuilder()
        .setGroupId(share.id().groupId())
        .setGroup(share.group())
        .setName(share.name())
        .setPath(share.path().toString())
        .setSize(share.stamp().size())
        .setModifyTime(Timestamps.of(share.stamp().modified().toInstant()))
        .setPieceSize(hashes.layout().pieceSize())
        .setRoot(bytes(hashes.root().asByteBuffer()))
        .setPieceHashes(bytes(hashes.range(0, hashes.layout().pieceCount())))
        .build()
        .toByteArray();
  }

  @Override
  public SharedFile decode(byte[] bytes) throws CorruptStateException {
    try {
      ShareState state = ShareState.parseFrom(bytes);
      PieceHashes hashes =
          PieceHashes.verified(
              new PieceLayout(state.getSize(), state.getPieceSize()),
              Hash.of(state.getRoot().toByteArray()),
              state.getPieceHashes().toByteArray());
      FileTime modified = FileTime.from(Timestamps.read(state.getModifyTime()));
      FileStamp stamp = new FileStamp(state.getSize(), modified);
      return new SharedFile(
          state.getGroup(),
          state.getGroupId(),
          state.getName(),
          new HashedFile(Path.of(state.getPath()), stamp, hashes));
    } catch (InvalidProtocolBufferException | HashMismatchException | IllegalArgumentException e) {
      throw new CorruptStateException("a value is missing or out of range", e);
    }
  }

  private static ByteString bytes(ByteBuffer buffer) {
    return UnsafeByteOperations.unsafeWrap(buffer);
  }
}
