package io.coterie.shell.testing;

import com.google.protobuf.Message;
import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.shell.testing.Deployment.FileState;
import io.coterie.shell.testing.Deployment.GroupState;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.FileServiceGrpc.FileServiceImplBase;
import io.coterie.tracker.v1.ListFilesRequest;
import io.coterie.tracker.v1.ListFilesResponse;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.ListSourcesResponse;
import io.coterie.tracker.v1.RemoveFileRequest;
import io.coterie.tracker.v1.RemoveFileResponse;
import io.coterie.tracker.v1.Source;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

final class Files extends FileServiceImplBase {
  private final Deployment deployment;

  Files(Deployment deployment) {
    this.deployment = deployment;
  }

  private <R extends Message> void answer(
      StreamObserver<R> observer, String name, Function<GroupState, R> work) {
    R response;
    synchronized (deployment) {
      deployment.enter(null);
      GroupState group = deployment.group(name);
      group.requireMember(Callers.session().user());
      response = work.apply(group);
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  @Override
  public void listFiles(ListFilesRequest request, StreamObserver<ListFilesResponse> out) {
    String token = request.getPageToken();
    answer(
        out,
        request.getGroup(),
        group -> {
          List<Map.Entry<String, FileState>> all = List.copyOf(group.files.entrySet());
          ListFilesResponse.Builder page = ListFilesResponse.newBuilder();
          Deployment.page(all, token)
              .forEach(file -> page.addFiles(shown(group, file.getKey(), file.getValue())));
          return page.setNextPageToken(Deployment.next(all, token)).build();
        });
  }

  @Override
  public void listSources(ListSourcesRequest request, StreamObserver<ListSourcesResponse> out) {
    answer(
        out,
        request.getGroup(),
        group -> {
          ListSourcesResponse.Builder all = ListSourcesResponse.newBuilder();
          for (String user : deployment.file(group, request.getName()).sources) {
            all.addSources(
                Source.newBuilder()
                    .setUser(user)
                    .setPeerId("peer-of-" + user)
                    .addEndpoints("127.0.0.1:7501")
                    .setOnline(deployment.online(user)));
          }
          return all.build();
        });
  }

  @Override
  public void removeFile(RemoveFileRequest request, StreamObserver<RemoveFileResponse> out) {
    String user = Callers.session().user();
    answer(
        out,
        request.getGroup(),
        group -> {
          FileState file = deployment.file(group, request.getName());
          if (!file.publisher.equals(user) && !group.owner.equals(user)) {
            throw Deployment.refusal(
                ErrorReason.ERROR_REASON_NOT_PUBLISHER,
                "only " + file.publisher + " and " + group.owner + " may remove it");
          }
          group.files.remove(request.getName());
          return RemoveFileResponse.getDefaultInstance();
        });
  }

  private File shown(GroupState group, String name, FileState file) {
    return File.newBuilder()
        .setGroup(group.name)
        .setName(name)
        .setSize(file.size)
        .setPublisher(file.publisher)
        .setSources(file.sources.size())
        .setOnlineSources((int) file.sources.stream().filter(deployment::online).count())
        .build();
  }
}
