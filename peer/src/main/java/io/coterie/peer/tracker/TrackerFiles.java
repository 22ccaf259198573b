package io.coterie.peer.tracker;

import com.google.protobuf.ByteString;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.download.FileDirectory;
import io.coterie.peer.download.RemoteFile;
import io.coterie.peer.source.SourceInfo;
import io.coterie.peer.source.SourceLookup;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.validate.Names;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.GetFileRequest;
import io.coterie.tracker.v1.GetFileResponse;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.ListSourcesResponse;
import io.coterie.tracker.v1.ShareFileRequest;
import io.coterie.tracker.v1.Source;
import io.coterie.tracker.v1.StopSharingRequest;
import io.coterie.tracker.v1.StopSharingResponse;
import io.grpc.Channel;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The tracker's lists of files and sources. Thread-safe; does not block. */
public final class TrackerFiles implements FileDirectory, SourceLookup {
  /** So many sources are asked for: those online come first, and more are of no use at once. */
  private static final int SOURCES = 200;

  private final Channel tracker;
  private final PeerId self;

  /** Asks through {@code tracker}, which sends the session of {@code self}. */
  TrackerFiles(Channel tracker, PeerId self) {
    this.tracker = tracker;
    this.self = self;
  }

  @Override
  public CompletableFuture<RemoteFile> find(String group, String name) {
    return TrackerCalls.call(
            tracker,
            FileServiceGrpc.getGetFileMethod(),
            GetFileRequest.newBuilder().setGroup(group).setName(name).build())
        .thenApply(GetFileResponse::getFile)
        .thenApply(TrackerFiles::remoteFile);
  }

  @Override
  public CompletableFuture<Void> share(RemoteFile file) {
    return publish(file.group(), file.name(), file.size(), file.content().root())
        .thenAccept(shared -> {});
  }

  /**
   * Lists a file in a group, with this peer as its source.
   *
   * @param size in bytes
   * @return the file as the tracker lists it; fails with FILE_EXISTS, NOT_MEMBER, ...
   */
  public CompletableFuture<RemoteFile> publish(String group, String name, long size, Hash root) {
    return TrackerCalls.call(
            tracker,
            FileServiceGrpc.getShareFileMethod(),
            ShareFileRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setGroup(group)
                .setName(name)
                .setSize(size)
                .setPieceSize(PieceLayout.of(size).pieceSize())
                .setRoot(ByteString.copyFrom(root.toBytes()))
                .build())
        .thenApply(answer -> remoteFile(answer.getFile()));
  }

  @Override
  public CompletableFuture<Void> withdraw(String group, String name) {
    return stopSharing(group, name).thenAccept(left -> {});
  }

  /** Takes this peer out as a source; gives the number of sources that are left. */
  public CompletableFuture<Integer> stopSharing(String group, String name) {
    return TrackerCalls.call(
            tracker,
            FileServiceGrpc.getStopSharingMethod(),
            StopSharingRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setGroup(group)
                .setName(name)
                .build())
        .thenApply(StopSharingResponse::getSources);
  }

  @Override
  public CompletableFuture<List<SourceInfo>> sources(String group, String name) {
    return TrackerCalls.call(
            tracker,
            FileServiceGrpc.getListSourcesMethod(),
            ListSourcesRequest.newBuilder()
                .setGroup(group)
                .setName(name)
                .setPageSize(SOURCES)
                .build())
        .thenApply(ListSourcesResponse::getSourcesList)
        .thenApply(
            listed ->
                listed.stream()
                    .map(TrackerFiles::sourceInfo)
                    .filter(source -> !source.peerId().equals(self))
                    .toList());
  }

  private static SourceInfo sourceInfo(Source source) {
    return new SourceInfo(
        source.getUser(),
        new PeerId(source.getPeerId()),
        source.getEndpointsList(),
        source.getOnline());
  }

  private static RemoteFile remoteFile(File file) {
    return new RemoteFile(
        file.getGroup(),
        Names.requireFileName(file.getName()),
        new ContentId(file.getGroupId(), Hash.of(file.getRoot().toByteArray())),
        file.getSize());
  }
}
