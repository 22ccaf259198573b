package io.coterie.peer.control;

import io.coterie.peer.download.DownloadRequest;
import io.coterie.peer.download.TransferSnapshot;
import io.coterie.peer.store.SharedFile;
import io.coterie.peer.tracker.Session;
import io.coterie.peer.v1.CancelTransferRequest;
import io.coterie.peer.v1.CancelTransferResponse;
import io.coterie.peer.v1.ControlServiceGrpc.ControlServiceImplBase;
import io.coterie.peer.v1.ExplainTransferRequest;
import io.coterie.peer.v1.ExplainTransferResponse;
import io.coterie.peer.v1.GetSessionRequest;
import io.coterie.peer.v1.GetSessionResponse;
import io.coterie.peer.v1.GetStatusRequest;
import io.coterie.peer.v1.GetStatusResponse;
import io.coterie.peer.v1.ListSharesRequest;
import io.coterie.peer.v1.ListSharesResponse;
import io.coterie.peer.v1.ListTransfersRequest;
import io.coterie.peer.v1.ListTransfersResponse;
import io.coterie.peer.v1.LoginRequest;
import io.coterie.peer.v1.LoginResponse;
import io.coterie.peer.v1.LogoutRequest;
import io.coterie.peer.v1.LogoutResponse;
import io.coterie.peer.v1.PauseTransferRequest;
import io.coterie.peer.v1.PauseTransferResponse;
import io.coterie.peer.v1.ResumeTransferRequest;
import io.coterie.peer.v1.ResumeTransferResponse;
import io.coterie.peer.v1.SetLimitsRequest;
import io.coterie.peer.v1.SetLimitsResponse;
import io.coterie.peer.v1.ShareFileRequest;
import io.coterie.peer.v1.ShareFileResponse;
import io.coterie.peer.v1.StartDownloadRequest;
import io.coterie.peer.v1.StartDownloadResponse;
import io.coterie.peer.v1.StopSharingRequest;
import io.coterie.peer.v1.StopSharingResponse;
import io.coterie.peer.v1.WatchEventsRequest;
import io.coterie.peer.v1.WatchEventsResponse;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;

/** ControlService: translates only. Its calls may wait for trackers and the disk. */
public final class ControlGrpcService extends ControlServiceImplBase {
  private final Logins logins;
  private final PeerParts parts;
  private final PeerStatus status;
  private final Limits limits;

  /** Serves the user logged in. */
  public ControlGrpcService(Logins logins, PeerParts parts, PeerStatus status) {
    this.logins = logins;
    this.parts = parts;
    this.status = status;
    limits = new Limits(logins, status.fetch().limits(), status.upLimits());
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> responses) {
    GetStatusResponse.Builder answer =
        GetStatusResponse.newBuilder()
            .setVersion(status.version())
            .setListenAddress(status.listening().toString())
            .setAdvertisedAddress(status.advertised())
            .setDownloadedBytes(status.fetch().verifiedBytes())
            .setUploadedBytes(status.uploads().total())
            .setDownLimit(status.fetch().limits().all().get())
            .setUpLimit(status.upLimits().all().get())
            .setReceivedFrames(status.frames().received())
            .setFramesCopiedTwice(status.frames().copiedTwice());
    logins
        .current()
        .map(UserSession::tracker)
        .ifPresent(
            tracker ->
                answer
                    .setUser(tracker.session().user())
                    .setPeerId(tracker.session().peerId().value())
                    .setAttachedTracker(tracker.attachedTo().map(HostPort::toString).orElse("")));
    answer(responses, answer.build());
  }

  @Override
  public void login(LoginRequest request, StreamObserver<LoginResponse> responses) {
    LoginOutcome outcome = logins.login(request.getUser(), request.getPassword());
    answer(
        responses,
        LoginResponse.newBuilder()
            .setUser(outcome.user())
            .setPeerId(outcome.peerId().value())
            .setShares(outcome.shares())
            .setResumedDownloads(outcome.resumedDownloads())
            .addAllWarnings(outcome.warnings())
            .build());
  }

  @Override
  public void logout(LogoutRequest request, StreamObserver<LogoutResponse> responses) {
    Logins.LoggedOut left = logins.logout();
    answer(
        responses,
        LogoutResponse.newBuilder().setUser(left.user()).addAllWarnings(left.warnings()).build());
  }

  @Override
  public void getSession(GetSessionRequest request, StreamObserver<GetSessionResponse> responses) {
    UserSession user = logins.require();
    Session session = user.tracker().session();
    answer(
        responses,
        GetSessionResponse.newBuilder()
            .setUser(session.user())
            .setPeerId(session.peerId().value())
            .setSessionToken(session.token().secret())
            .setCaFile(user.store().authoritiesFile().toString())
            .setCertificateFile(user.store().certificateFile().toString())
            .setKeyFile(user.store().keyFile().toString())
            .setExpireTime(ControlMessages.time(session.expireTime()))
            .build());
  }

  @Override
  public void shareFile(ShareFileRequest request, StreamObserver<ShareFileResponse> responses) {
    new ShareFileCall(
            logins.require(),
            request.getGroup(),
            absolute("path", request.getPath()),
            status.uploads(),
            (ServerCallStreamObserver<ShareFileResponse>) responses)
        .start(parts.hasher(), parts.timer());
  }

  @Override
  public void stopSharing(
      StopSharingRequest request, StreamObserver<StopSharingResponse> responses) {
    int left = Waiting.on(logins.require().shares().stop(request.getGroup(), request.getName()));
    answer(responses, StopSharingResponse.newBuilder().setSources(left).build());
  }

  @Override
  public void listShares(ListSharesRequest request, StreamObserver<ListSharesResponse> responses) {
    Page<SharedFile> page =
        Page.of(
            "shares",
            logins.require().shares().list(),
            share -> share.group() + "\0" + share.name() + "\0" + share.id(),
            request.getPageSize(),
            request.getPageToken());
    answer(
        responses,
        ListSharesResponse.newBuilder()
            .addAllShares(
                page.items().stream()
                    .map(share -> ControlMessages.share(share, status.uploads()))
                    .toList())
            .setNextPageToken(page.nextToken())
            .build());
  }

  @Override
  public void startDownload(
      StartDownloadRequest request, StreamObserver<StartDownloadResponse> responses) {
    DownloadRequest wanted =
        new DownloadRequest(
            request.getGroup(),
            request.getName(),
            absolute("destination", request.getDestination()),
            request.getOverwrite());
    TransferSnapshot transfer = Waiting.on(logins.require().downloads().start(wanted));
    answer(
        responses,
        StartDownloadResponse.newBuilder().setTransfer(ControlMessages.transfer(transfer)).build());
  }

  @Override
  public void listTransfers(
      ListTransfersRequest request, StreamObserver<ListTransfersResponse> responses) {
    Page<TransferSnapshot> page =
        Page.of(
            "transfers",
            logins.require().downloads().list(),
            ControlGrpcService::newestFirst,
            request.getPageSize(),
            request.getPageToken());
    answer(
        responses,
        ListTransfersResponse.newBuilder()
            .addAllTransfers(page.items().stream().map(ControlMessages::transfer).toList())
            .setNextPageToken(page.nextToken())
            .build());
  }

  private static String newestFirst(TransferSnapshot transfer) {
    Instant time = transfer.createTime();
    return String.format(
        "%019d%09d%s",
        Long.MAX_VALUE - time.getEpochSecond(), 999_999_999 - time.getNano(), transfer.id());
  }

  @Override
  public void pauseTransfer(
      PauseTransferRequest request, StreamObserver<PauseTransferResponse> responses) {
    TransferSnapshot transfer =
        Waiting.on(logins.require().downloads().pause(request.getTransferId()));
    answer(
        responses,
        PauseTransferResponse.newBuilder().setTransfer(ControlMessages.transfer(transfer)).build());
  }

  @Override
  public void resumeTransfer(
      ResumeTransferRequest request, StreamObserver<ResumeTransferResponse> responses) {
    TransferSnapshot transfer =
        Waiting.on(logins.require().downloads().resume(request.getTransferId()));
    answer(
        responses,
        ResumeTransferResponse.newBuilder()
            .setTransfer(ControlMessages.transfer(transfer))
            .build());
  }

  @Override
  public void cancelTransfer(
      CancelTransferRequest request, StreamObserver<CancelTransferResponse> responses) {
    TransferSnapshot unused =
        Waiting.on(logins.require().downloads().cancel(request.getTransferId()));
    answer(responses, CancelTransferResponse.getDefaultInstance());
  }

  @Override
  public void explainTransfer(
      ExplainTransferRequest request, StreamObserver<ExplainTransferResponse> responses) {
    answer(
        responses,
        ControlMessages.explanation(
            Waiting.on(logins.require().downloads().explain(request.getTransferId()))));
  }

  @Override
  public void setLimits(SetLimitsRequest request, StreamObserver<SetLimitsResponse> responses) {
    answer(responses, limits.set(request));
  }

  @Override
  public void watchEvents(
      WatchEventsRequest request, StreamObserver<WatchEventsResponse> responses) {
    ServerCallStreamObserver<WatchEventsResponse> stream =
        (ServerCallStreamObserver<WatchEventsResponse>) responses;
    Watcher watcher =
        parts
            .events()
            .watch(
                () -> stream.isReady() && !stream.isCancelled(),
                event -> stream.onNext(ControlMessages.event(event)));
    stream.setOnReadyHandler(watcher::drain);
    stream.setOnCancelHandler(() -> parts.events().remove(watcher));
  }

  private static <A> void answer(StreamObserver<A> responses, A message) {
    responses.onNext(message);
    responses.onCompleted();
  }

  private static Path absolute(String field, String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      throw notAbsolute(field);
    }
    throw notAbsolute(field);
  }

  private static Refusal notAbsolute(String field) {
    return new Refusal(
            ErrorReason.ERROR_REASON_FIELD_INVALID, "the " + field + " is no absolute path")
        .withField(field, "must be an absolute path");
  }
}
