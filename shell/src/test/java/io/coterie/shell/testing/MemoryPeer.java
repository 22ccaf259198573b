package io.coterie.shell.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
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
import io.coterie.peer.v1.Share;
import io.coterie.peer.v1.ShareFileRequest;
import io.coterie.peer.v1.ShareFileResponse;
import io.coterie.peer.v1.SourceReport;
import io.coterie.peer.v1.StartDownloadRequest;
import io.coterie.peer.v1.StartDownloadResponse;
import io.coterie.peer.v1.StopSharingRequest;
import io.coterie.peer.v1.StopSharingResponse;
import io.coterie.peer.v1.Transfer;
import io.coterie.peer.v1.TransferState;
import io.coterie.peer.v1.WatchEventsRequest;
import io.coterie.peer.v1.WatchEventsResponse;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.shell.testing.Deployment.FileState;
import io.coterie.shell.testing.Deployment.GroupState;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A peer that shares and downloads nothing but says that it does. Its downloads end on command. */
public final class MemoryPeer extends ControlServiceImplBase {
  private final Deployment deployment;
  private final Path home;
  private final List<Share> shares = new ArrayList<>();
  private final List<Transfer> transfers = new ArrayList<>();
  private final List<StreamObserver<WatchEventsResponse>> watchers = new CopyOnWriteArrayList<>();

  /** Empty while nobody is logged in. */
  private volatile String token = "";

  private volatile String outlook = "";

  private SetLimitsResponse limits = SetLimitsResponse.getDefaultInstance();

  MemoryPeer(Deployment deployment, Path home) {
    this.deployment = deployment;
    this.home = home;
  }

  /** What is said of downloads when they are queued. */
  public void outlook(String detail) {
    outlook = detail;
  }

  /** Puts all downloads of a file into a state, as if they had come there by themselves. */
  public synchronized void set(String file, TransferState state, String detail) {
    transfers.replaceAll(
        t ->
            t.getName().equals(file)
                ? t.toBuilder().setState(state).setDetail(detail).setVerifiedBytes(512).build()
                : t);
    transfers.stream()
        .filter(t -> t.getName().equals(file))
        .forEach(t -> tell(WatchEventsResponse.newBuilder().setTransfer(t).build()));
  }

  /** Sends an event to whoever watches. */
  public void tell(WatchEventsResponse event) {
    watchers.forEach(watcher -> watcher.onNext(event));
  }

  /** How many watch the events. */
  public int watchers() {
    return watchers.size();
  }

  private static <R extends Message> void answer(StreamObserver<R> observer, R response) {
    observer.onNext(response);
    observer.onCompleted();
  }

  private synchronized String user() {
    String user = deployment.sessions.get(token);
    if (user == null) {
      throw Deployment.refusal(
          ErrorReason.ERROR_REASON_NOT_LOGGED_IN, "nobody is logged in on this peer");
    }
    return user;
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> out) {
    GetStatusResponse.Builder status =
        GetStatusResponse.newBuilder()
            .setListenAddress("0.0.0.0:7501")
            .setAdvertisedAddress("192.0.2.1:7501")
            .setDownloadedBytes(2048);
    if (!token.isEmpty()) {
      status.setUser(user()).setPeerId("peer-of-" + user()).setAttachedTracker("127.0.0.1:7402");
    }
    answer(out, status.build());
  }

  @Override
  public void login(LoginRequest request, StreamObserver<LoginResponse> out) {
    if (!token.isEmpty() && !user().equals(request.getUser())) {
      throw Deployment.refusal(
          ErrorReason.ERROR_REASON_ALREADY_LOGGED_IN, user() + " is logged in on this peer");
    }
    token = deployment.login(request.getUser(), request.getPassword());
    answer(
        out,
        LoginResponse.newBuilder()
            .setUser(request.getUser())
            .setShares(shares.size())
            .addWarnings("lost.bin is not shared again: it is gone")
            .build());
  }

  @Override
  public void logout(LogoutRequest request, StreamObserver<LogoutResponse> out) {
    String user = user();
    deployment.sessions.remove(token);
    token = "";
    answer(out, LogoutResponse.newBuilder().setUser(user).addWarnings("no tracker knows").build());
  }

  @Override
  public void getSession(GetSessionRequest request, StreamObserver<GetSessionResponse> out) {
    String user = user();
    answer(
        out,
        GetSessionResponse.newBuilder()
            .setUser(user)
            .setPeerId("peer-of-" + user)
            .setSessionToken(token)
            .setCaFile(home.resolve("ca file.pem").toString())
            .setCertificateFile(home.resolve("peer.crt").toString())
            .setKeyFile(home.resolve("peer.key").toString())
            .build());
  }

  @Override
  public void shareFile(ShareFileRequest request, StreamObserver<ShareFileResponse> out) {
    deployment.enter(null);
    Path path = Path.of(request.getPath());
    if (!Files.isRegularFile(path)) {
      throw Deployment.refusal(
          ErrorReason.ERROR_REASON_LOCAL_FILE_UNUSABLE, path + " is no file that can be read");
    }
    GroupState group = deployment.group(request.getGroup());
    group.requireMember(user());
    String name = String.valueOf(path.getFileName());
    long size = path.toFile().length();
    group.files.put(name, new FileState(user(), size));
    Share share =
        Share.newBuilder()
            .setGroup(group.name)
            .setGroupId("id-" + group.name)
            .setName(name)
            .setPath(path.toString())
            .setSize(size)
            .setRoot(ByteString.copyFrom(new byte[32]))
            .build();
    shares.add(share);
    out.onNext(ShareFileResponse.newBuilder().setHashedBytes(0).setSize(size).build());
    out.onNext(ShareFileResponse.newBuilder().setHashedBytes(size).setShare(share).build());
    out.onCompleted();
  }

  @Override
  public void stopSharing(StopSharingRequest request, StreamObserver<StopSharingResponse> out) {
    GroupState group = deployment.group(request.getGroup());
    boolean shared = shares.removeIf(share -> share.getName().equals(request.getName()));
    if (!shared) {
      throw Deployment.refusal(
          ErrorReason.ERROR_REASON_NOT_SHARING, "you do not share " + request.getName());
    }
    FileState file = deployment.file(group, request.getName());
    file.sources.remove(user());
    answer(out, StopSharingResponse.newBuilder().setSources(file.sources.size()).build());
  }

  @Override
  public void listShares(ListSharesRequest request, StreamObserver<ListSharesResponse> out) {
    user();
    answer(out, ListSharesResponse.newBuilder().addAllShares(shares).build());
  }

  @Override
  public void startDownload(
      StartDownloadRequest request, StreamObserver<StartDownloadResponse> out) {
    deployment.enter(null);
    GroupState group = deployment.group(request.getGroup());
    group.requireMember(user());
    FileState file = deployment.file(group, request.getName());
    if (Files.isRegularFile(Path.of(request.getDestination())) && !request.getOverwrite()) {
      throw Deployment.refusal(
          ErrorReason.ERROR_REASON_DESTINATION_EXISTS, request.getDestination() + " exists");
    }
    Transfer transfer =
        Transfer.newBuilder()
            .setTransferId("t" + (transfers.size() + 1))
            .setGroup(group.name)
            .setName(request.getName())
            .setDestination(request.getDestination())
            .setState(TransferState.TRANSFER_STATE_RUNNING)
            .setSize(file.size)
            .setVerifiedBytes(file.size / 4)
            .setRate(1 << 20)
            .setEtaSeconds(90)
            .setSources(2)
            .build();
    transfers.add(0, transfer);
    answer(
        out,
        StartDownloadResponse.newBuilder()
            .setTransfer(transfer.toBuilder().setDetail(outlook))
            .build());
  }

  @Override
  public synchronized void listTransfers(
      ListTransfersRequest request, StreamObserver<ListTransfersResponse> out) {
    user();
    answer(
        out,
        ListTransfersResponse.newBuilder()
            .addAllTransfers(Deployment.page(transfers, request.getPageToken()))
            .setNextPageToken(Deployment.next(transfers, request.getPageToken()))
            .build());
  }

  @Override
  public void pauseTransfer(
      PauseTransferRequest request, StreamObserver<PauseTransferResponse> out) {
    Transfer transfer = change(request.getTransferId(), TransferState.TRANSFER_STATE_PAUSED);
    answer(out, PauseTransferResponse.newBuilder().setTransfer(transfer).build());
  }

  @Override
  public void resumeTransfer(
      ResumeTransferRequest request, StreamObserver<ResumeTransferResponse> out) {
    Transfer transfer = change(request.getTransferId(), TransferState.TRANSFER_STATE_RUNNING);
    answer(out, ResumeTransferResponse.newBuilder().setTransfer(transfer).build());
  }

  @Override
  public synchronized void cancelTransfer(
      CancelTransferRequest request, StreamObserver<CancelTransferResponse> out) {
    change(request.getTransferId(), TransferState.TRANSFER_STATE_CANCELLED);
    transfers.removeIf(transfer -> transfer.getTransferId().equals(request.getTransferId()));
    answer(out, CancelTransferResponse.getDefaultInstance());
  }

  @Override
  public void explainTransfer(
      ExplainTransferRequest request, StreamObserver<ExplainTransferResponse> out) {
    answer(
        out,
        ExplainTransferResponse.newBuilder()
            .setTransfer(find(request.getTransferId()).orElseThrow())
            .addFindings("no source is online; it goes on when one comes back")
            .addSources(
                SourceReport.newBuilder()
                    .setUser("alice")
                    .setEndpoint("127.0.0.1:7501")
                    .setState("does not answer")
                    .setHeldPieces(7)
                    .setBadPieces(1))
            .build());
  }

  @Override
  public synchronized void setLimits(
      SetLimitsRequest request, StreamObserver<SetLimitsResponse> out) {
    boolean single = !request.getName().isEmpty();
    SetLimitsResponse.Builder changed =
        single ? SetLimitsResponse.newBuilder() : limits.toBuilder();
    if (request.hasUp()) {
      changed.setUp(request.getUp());
    }
    if (request.hasDown()) {
      changed.setDown(request.getDown());
    }
    limits = single ? limits : changed.build();
    answer(out, changed.build());
  }

  @Override
  public void watchEvents(WatchEventsRequest request, StreamObserver<WatchEventsResponse> out) {
    watchers.add(out);
  }

  private synchronized Transfer change(String id, TransferState state) {
    Transfer before = find(id).orElseThrow();
    if (before.getState() == TransferState.TRANSFER_STATE_COMPLETE) {
      throw Deployment.refusal(
          ErrorReason.ERROR_REASON_TRANSFER_STATE, before.getName() + " is complete");
    }
    Transfer after = before.toBuilder().setState(state).build();
    transfers.replaceAll(transfer -> transfer.getTransferId().equals(id) ? after : transfer);
    return after;
  }

  private synchronized Optional<Transfer> find(String id) {
    return transfers.stream().filter(transfer -> transfer.getTransferId().equals(id)).findFirst();
  }
}
