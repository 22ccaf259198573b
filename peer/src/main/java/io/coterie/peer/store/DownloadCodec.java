package io.coterie.peer.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.store.v1.DownloadState;
import java.nio.file.Path;

/** Downloads as messages. */
final class DownloadCodec implements StateCodec<DownloadRecord> {
  @Override
  public byte[] encode(DownloadRecord download) {
    return DownloadState.newBuilder()
        .setTransferId(download.transferId())
        .setGroupId(download.id().groupId())
        .setGroup(download.group())
        .setName(download.name())
        .setSize(download.layout().size())
        .setPieceSize(download.layout().pieceSize())
        .setRoot(UnsafeByteOperations.unsafeWrap(download.id().root().asByteBuffer()))
        .setDestination(download.destination().toString())
        .setOverwrite(download.overwrite())
        .setCreateTime(Timestamps.of(download.createTime()))
        .setPaused(download.paused())
        .setFailure(download.failure())
        .build()
        .toByteArray();
  }

  @Override
  public DownloadRecord decode(byte[] bytes) throws CorruptStateException {
    try {
      DownloadState state = DownloadState.parseFrom(bytes);
      return new DownloadRecord(
          state.getTransferId(),
          state.getGroup(),
          new ContentId(state.getGroupId(), Hash.of(state.getRoot().toByteArray())),
          state.getName(),
          new PieceLayout(state.getSize(), state.getPieceSize()),
          Path.of(state.getDestination()),
          state.getOverwrite(),
          Timestamps.read(state.getCreateTime()),
          state.getPaused(),
          state.getFailure());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new CorruptStateException("a value is missing or out of range", e);
    }
  }
}
