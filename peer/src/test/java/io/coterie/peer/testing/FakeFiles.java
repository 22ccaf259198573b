package io.coterie.peer.testing;

import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.FileServiceGrpc.FileServiceImplBase;
import io.coterie.tracker.v1.GetFileRequest;
import io.coterie.tracker.v1.GetFileResponse;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.ListSourcesResponse;
import io.coterie.tracker.v1.ShareFileRequest;
import io.coterie.tracker.v1.ShareFileResponse;
import io.coterie.tracker.v1.Source;
import io.coterie.tracker.v1.StopSharingRequest;
import io.coterie.tracker.v1.StopSharingResponse;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lists files and their sources: those attached that said that they share them. */
final class FakeFiles extends FileServiceImplBase {
  private final FakeDeployment deployment;

  FakeFiles(FakeDeployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public void shareFile(ShareFileRequest request, StreamObserver<ShareFileResponse> responses) {
    SessionCaller caller = Callers.session();
    FakeGroup group = deployment.requireMember(request.getGroup(), caller.user());
    File file =
        File.newBuilder()
            .setGroup(group.name())
            .setGroupId(group.id())
            .setName(request.getName())
            .setSize(request.getSize())
            .setPieceSize(request.getPieceSize())
            .setRoot(request.getRoot())
            .setPublisher(caller.user())
            .build();
    File listed = group.files.computeIfAbsent(request.getName(), name -> file);
    if (!listed.getRoot().equals(request.getRoot())) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_FILE_EXISTS, "the group has another " + request.getName());
    }
    sources(group, request.getName()).add(caller);
    responses.onNext(ShareFileResponse.newBuilder().setFile(listed).build());
    responses.onCompleted();
  }

  static Set<SessionCaller> sources(FakeGroup group, String name) {
    synchronized (group.sources) {
      return group.sources.computeIfAbsent(name, file -> ConcurrentHashMap.newKeySet());
    }
  }

  @Override
  public void getFile(GetFileRequest request, StreamObserver<GetFileResponse> responses) {
    FakeGroup group = deployment.requireMember(request.getGroup(), Callers.session().user());
    responses.onNext(
        GetFileResponse.newBuilder().setFile(require(group, request.getName())).build());
    responses.onCompleted();
  }

  private static File require(FakeGroup group, String name) {
    File file = group.files.get(name);
    if (file == null) {
      throw new Refusal(ErrorReason.ERROR_REASON_FILE_NOT_FOUND, "there is no file " + name);
    }
    return file;
  }

  @Override
  public void stopSharing(
      StopSharingRequest request, StreamObserver<StopSharingResponse> responses) {
    SessionCaller caller = Callers.session();
    FakeGroup group = deployment.requireMember(request.getGroup(), caller.user());
    Set<SessionCaller> sources = sources(group, require(group, request.getName()).getName());
    if (!sources.removeIf(source -> source.peer().equals(caller.peer()))) {
      throw new Refusal(ErrorReason.ERROR_REASON_NOT_SHARING, "you do not share it");
    }
    responses.onNext(StopSharingResponse.newBuilder().setSources(sources.size()).build());
    responses.onCompleted();
  }

  @Override
  public void listSources(
      ListSourcesRequest request, StreamObserver<ListSourcesResponse> responses) {
    FakeGroup group = deployment.requireMember(request.getGroup(), Callers.session().user());
    require(group, request.getName());
    ListSourcesResponse.Builder answer = ListSourcesResponse.newBuilder();
    for (SessionCaller source : sources(group, request.getName())) {
      deployment
          .presence()
          .endpoint(source)
          .ifPresent(
              endpoint ->
                  answer.addSources(
                      Source.newBuilder()
                          .setUser(source.user())
                          .setPeerId(source.peer().orElseThrow().peerId().value())
                          .addEndpoints(endpoint)
                          .setOnline(true)));
    }
    responses.onNext(answer.build());
    responses.onCompleted();
  }
}
