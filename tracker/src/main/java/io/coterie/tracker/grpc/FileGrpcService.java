package io.coterie.tracker.grpc;

import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.tracker.file.FileContent;
import io.coterie.tracker.file.FileEntry;
import io.coterie.tracker.file.Files;
import io.coterie.tracker.file.Source;
import io.coterie.tracker.file.SourceCursor;
import io.coterie.tracker.file.SourceDesk;
import io.coterie.tracker.file.SourceQuery;
import io.coterie.tracker.request.RequestKey;
import io.coterie.tracker.request.Requests;
import io.coterie.tracker.store.Page;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.FileServiceGrpc.FileServiceImplBase;
import io.coterie.tracker.v1.GetFileRequest;
import io.coterie.tracker.v1.GetFileResponse;
import io.coterie.tracker.v1.ListFilesRequest;
import io.coterie.tracker.v1.ListFilesResponse;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.ListSourcesResponse;
import io.coterie.tracker.v1.RemoveFileRequest;
import io.coterie.tracker.v1.RemoveFileResponse;
import io.coterie.tracker.v1.ShareFileRequest;
import io.coterie.tracker.v1.ShareFileResponse;
import io.coterie.tracker.v1.StopSharingRequest;
import io.coterie.tracker.v1.StopSharingResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** FileService on the wire. */
public final class FileGrpcService extends FileServiceImplBase {

  private final Transactions transactions;
  private final Requests requests;
  private final Files files;
  private final SourceDesk sources;
  private final PageTokens tokens;

  public FileGrpcService(
      Transactions transactions,
      Requests requests,
      Files files,
      SourceDesk sources,
      PageTokens tokens) {
    this.transactions = transactions;
    this.requests = requests;
    this.files = files;
    this.sources = sources;
    this.tokens = tokens;
  }

  @Override
  public void shareFile(ShareFileRequest request, StreamObserver<ShareFileResponse> call) {
    SessionCaller caller = Callers.session();
    FileContent content =
        FileContent.checked(request.getSize(), request.getPieceSize(), request.getRoot());
    ShareFileResponse response =
        requests.once(
            RequestKey.of(caller, request.getRequestId()),
            request,
            ShareFileResponse.parser(),
            tx ->
                ShareFileResponse.newBuilder()
                    .setFile(
                        message(
                            files.share(
                                tx, caller, request.getGroup(), request.getName(), content)))
                    .build());
    Unary.answer(call, response);
  }

  @Override
  public void getFile(GetFileRequest request, StreamObserver<GetFileResponse> call) {
    SessionCaller caller = Callers.session();
    FileEntry file =
        transactions.lookUp(tx -> files.get(tx, caller, request.getGroup(), request.getName()));
    Unary.answer(call, GetFileResponse.newBuilder().setFile(message(file)).build());
  }

  @Override
  public void listFiles(ListFilesRequest request, StreamObserver<ListFilesResponse> call) {
    SessionCaller caller = Callers.session();
    Listing listing = new Listing(tokens, request, caller.userKey());
    String after = listing.after().orElse("");
    Page<FileEntry> page =
        transactions.lookUp(
            tx -> files.list(tx, caller, request.getGroup(), after, listing.size()));
    ListFilesResponse.Builder response =
        ListFilesResponse.newBuilder()
            .setNextPageToken(listing.next(page, last -> new String[] {last.name()}));
    page.items().forEach(file -> response.addFiles(message(file)));
    Unary.answer(call, response.build());
  }

  @Override
  public void stopSharing(StopSharingRequest request, StreamObserver<StopSharingResponse> call) {
    SessionCaller caller = Callers.session();
    StopSharingResponse response =
        requests.once(
            RequestKey.of(caller, request.getRequestId()),
            request,
            StopSharingResponse.parser(),
            tx ->
                StopSharingResponse.newBuilder()
                    .setSources(files.stop(tx, caller, request.getGroup(), request.getName()))
                    .build());
    Unary.answer(call, response);
  }

  @Override
  public void removeFile(RemoveFileRequest request, StreamObserver<RemoveFileResponse> call) {
    SessionCaller caller = Callers.session();
    RemoveFileResponse response =
        requests.once(
            RequestKey.of(caller, request.getRequestId()),
            request,
            RemoveFileResponse.parser(),
            tx -> {
              files.remove(tx, caller, request.getGroup(), request.getName());
              return RemoveFileResponse.getDefaultInstance();
            });
    Unary.answer(call, response);
  }

  @Override
  public void listSources(ListSourcesRequest request, StreamObserver<ListSourcesResponse> call) {
    SessionCaller caller = Callers.session();
    Listing listing = new Listing(tokens, request, caller.userKey());
    Optional<SourceCursor> after =
        listing
            .after(3)
            .map(
                place ->
                    new SourceCursor(
                        Boolean.parseBoolean(place.get(0)), place.get(1), place.get(2)));
    Page<Source> page =
        sources.list(
            caller, new SourceQuery(request.getGroup(), request.getName(), after, listing.size()));
    ListSourcesResponse.Builder response =
        ListSourcesResponse.newBuilder()
            .setNextPageToken(
                listing.next(
                    page,
                    last ->
                        new String[] {
                          Boolean.toString(last.online()), last.peerId(), last.user()
                        }));
    page.items().forEach(source -> response.addSources(message(source)));
    Unary.answer(call, response.build());
  }

  private static File message(FileEntry file) {
    return File.newBuilder()
        .setGroup(file.group().name())
        .setGroupId(file.group().id())
        .setName(file.name())
        .setSize(file.content().size())
        .setPieceSize(file.content().pieceSize())
        .setRoot(file.content().root())
        .setPublisher(file.publisher())
        .setShareTime(Unary.timestamp(file.shareTime()))
        .setOnlineSources(file.onlineSources())
        .setSources(file.sources())
        .build();
  }

  private static io.coterie.tracker.v1.Source message(Source source) {
    return io.coterie.tracker.v1.Source.newBuilder()
        .setUser(source.user())
        .setPeerId(source.peerId())
        .addAllEndpoints(source.endpoints())
        .setOnline(source.online())
        .build();
  }
}
