package io.coterie.peer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.coterie.peer.testing.FakeDeployment;
import io.coterie.peer.testing.TlsTracker;
import io.coterie.peer.v1.CancelTransferRequest;
import io.coterie.peer.v1.ExplainTransferRequest;
import io.coterie.peer.v1.ExplainTransferResponse;
import io.coterie.peer.v1.GetSessionRequest;
import io.coterie.peer.v1.GetStatusRequest;
import io.coterie.peer.v1.ListSharesRequest;
import io.coterie.peer.v1.ListTransfersRequest;
import io.coterie.peer.v1.LoginRequest;
import io.coterie.peer.v1.LoginResponse;
import io.coterie.peer.v1.LogoutRequest;
import io.coterie.peer.v1.LogoutResponse;
import io.coterie.peer.v1.NoticeKind;
import io.coterie.peer.v1.PauseTransferRequest;
import io.coterie.peer.v1.ResumeTransferRequest;
import io.coterie.peer.v1.SetLimitsRequest;
import io.coterie.peer.v1.SetLimitsResponse;
import io.coterie.peer.v1.Share;
import io.coterie.peer.v1.SourceReport;
import io.coterie.peer.v1.StopSharingRequest;
import io.coterie.peer.v1.Transfer;
import io.coterie.peer.v1.TransferState;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.JoinRequested;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole peers over real sockets, beside a fake tracker. */
class PeerProcessIT {
  private static final int SIZE = 3_500_000;

  @TempDir Path folder;
  private final FakeDeployment deployment =
      new FakeDeployment("deployment-1", InstantSource.system());
  private TlsTracker tracker;
  private ControlledPeer peer;

  @BeforeEach
  void start() throws IOException {
    deployment.group("photos").add("alice").add("bob");
    tracker = new TlsTracker(deployment, folder);
    peer = ControlledPeer.start(tracker, folder.resolve("home"));
  }

  @AfterEach
  void stop() {
    peer.close();
    tracker.close();
  }

  private Path file(String name) throws IOException {
    byte[] content = new byte[SIZE];
    new Random(name.hashCode()).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  private static void refused(ThrowingCallable call, ErrorReason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            thrown -> assertThat(Failure.of(thrown).reason()).isEqualTo(reason));
  }

  private List<String> shares() {
    return peer
        .control()
        .listShares(ListSharesRequest.getDefaultInstance())
        .getSharesList()
        .stream()
        .map(Share::getName)
        .toList();
  }

  private void restart() throws IOException {
    peer.close();
    peer = ControlledPeer.start(tracker, folder.resolve("home"));
  }

  @Test
  void sharesAndDownloadsBetweenTwoPeers() throws IOException {
    Path original = file("holiday in été.jpg");
    try (ControlledPeer other = ControlledPeer.start(tracker, folder.resolve("other"))) {
      peer.login("alice");
      Share share = peer.share("photos", original);
      assertThat(share.getSize()).isEqualTo(SIZE);

      other.login("bob");
      Path copy = folder.resolve("copy.jpg");
      Transfer queued = other.download("photos", share.getName(), copy);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(transfers(other))
                      .extracting(Transfer::getTransferId, Transfer::getState)
                      .containsExactly(
                          tuple(queued.getTransferId(), TransferState.TRANSFER_STATE_COMPLETE)));
      assertThat(copy).hasSameBinaryContentAs(original);
      assertThat(peer.control().getStatus(GetStatusRequest.getDefaultInstance()).getUploadedBytes())
          .isEqualTo(SIZE);
      await()
          .untilAsserted(
              () ->
                  assertThat(deployment.presence().deliveries())
                      .extracting(delivery -> delivery.getUser() + " " + delivery.getName())
                      .containsOnly("bob " + share.getName()));
    }
  }

  private static List<Transfer> transfers(ControlledPeer peer) {
    return peer.control()
        .listTransfers(ListTransfersRequest.getDefaultInstance())
        .getTransfersList();
  }

  @Test
  void sharesAgainAfterARestartWithTheSameKey() throws IOException {
    LoginResponse first = peer.login("alice");
    peer.share("photos", file("a.jpg"));
    restart();
    refused(this::shares, ErrorReason.ERROR_REASON_NOT_LOGGED_IN);

    LoginResponse second = peer.login("alice");
    assertThat(second.getShares()).isEqualTo(1);
    assertThat(second.getWarningsList()).isEmpty();
    assertThat(second.getPeerId()).isEqualTo(first.getPeerId());
    assertThat(shares()).containsExactly("a.jpg");
    await()
        .untilAsserted(
            () -> assertThat(deployment.presence().announced("alice")).containsExactly("a.jpg"));
  }

  @Test
  void warnsOfWhatChangedWhileItWasAwayAndWithdrawsIt() throws IOException {
    peer.login("alice");
    peer.share("photos", file("changed.jpg"));
    peer.share("photos", file("gone.jpg"));
    peer.share("photos", file("kept.jpg"));
    restart();
    Files.writeString(folder.resolve("changed.jpg"), "something else");
    Files.delete(folder.resolve("gone.jpg"));

    LoginResponse login = peer.login("alice");
    assertThat(login.getShares()).isEqualTo(1);
    assertThat(login.getWarningsList())
        .hasSize(2)
        .anySatisfy(warning -> assertThat(warning).contains("changed.jpg").contains("changed"))
        .anySatisfy(warning -> assertThat(warning).contains("gone.jpg"));
    await()
        .untilAsserted(
            () -> assertThat(deployment.presence().announced("alice")).containsExactly("kept.jpg"));
  }

  @Test
  void eachUserHasKeySharesAndDownloadsApart() throws IOException {
    String alice = peer.login("alice").getPeerId();
    peer.share("photos", file("a.jpg"));
    refused(() -> peer.login("bob"), ErrorReason.ERROR_REASON_ALREADY_LOGGED_IN);
    peer.control().logout(LogoutRequest.getDefaultInstance());
    assertThat(deployment.presence().attached("alice")).isZero();

    LoginResponse bob = peer.login("bob");
    assertThat(bob.getPeerId()).isNotEqualTo(alice);
    assertThat(shares()).isEmpty();
    assertThat(deployment.presence().announced("bob")).isEmpty();
    Path key =
        Path.of(peer.control().getSession(GetSessionRequest.getDefaultInstance()).getKeyFile());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    Pem.readKey(key);

    peer.control().logout(LogoutRequest.getDefaultInstance());
    peer.login("alice");
    assertThat(shares()).containsExactly("a.jpg");
  }

  @Test
  void aLogoutThatNoTrackerHearsOfSaysSo() {
    peer.login("alice");
    assertThat(peer.control().logout(LogoutRequest.getDefaultInstance()).getWarningsList())
        .isEmpty();
    peer.login("alice");
    deployment.endSessionsSilently("alice");
    assertThat(peer.control().logout(LogoutRequest.getDefaultInstance()).getWarningsList())
        .as("nothing is left open when the session has ended before")
        .isEmpty();
    peer.login("alice");
    tracker.close();

    LogoutResponse left = peer.control().logout(LogoutRequest.getDefaultInstance());

    assertThat(left.getWarningsList())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("no tracker could be told", "log in and out again");
    assertThat(peer.control().getStatus(GetStatusRequest.getDefaultInstance()).getUser()).isEmpty();
  }

  @Test
  void aWrongPasswordLeavesThePresentLoginAlone() {
    peer.login("alice");
    refused(
        () ->
            peer.control()
                .login(LoginRequest.newBuilder().setUser("alice").setPassword("guess").build()),
        ErrorReason.ERROR_REASON_CREDENTIALS_WRONG);
    assertThat(peer.control().getStatus(GetStatusRequest.getDefaultInstance()).getUser())
        .isEqualTo("alice");
    assertThat(peer.login("alice").getUser()).as("a new session for the same user").isNotEmpty();
    assertThat(deployment.presence().attached("alice")).isEqualTo(1);
  }

  @Test
  void stopsServingWhenTheSessionEndsElsewhere() throws IOException {
    peer.login("alice");
    peer.share("photos", file("a.jpg"));
    NoticeLog notices = watch();
    deployment.endSessions("alice");

    notices.await(NoticeKind.NOTICE_KIND_SESSION_ENDED);
    assertThat(peer.control().getStatus(GetStatusRequest.getDefaultInstance()).getUser()).isEmpty();
    refused(this::shares, ErrorReason.ERROR_REASON_NOT_LOGGED_IN);
    assertThat(peer.login("alice").getShares()).isEqualTo(1);
  }

  /** Watches; returns when the peer knows that it is watched. */
  private NoticeLog watch() {
    NoticeLog log = new NoticeLog(peer);
    AttachResponse.Builder marker =
        AttachResponse.newBuilder()
            .setJoinRequested(JoinRequested.newBuilder().setGroup("photos").setUser("carol"));
    await()
        .until(
            () -> {
              deployment.presence().tell("alice", marker);
              return log.has(NoticeKind.NOTICE_KIND_JOIN_REQUESTED);
            });
    return log;
  }

  @Test
  void servesAGroupNoMoreWhenTheMembershipEndsAndAgainWhenItIsBack() throws IOException {
    peer.login("alice");
    peer.share("photos", file("a.jpg"));
    NoticeLog notices = watch();
    deployment.group("photos").remove("alice");
    tellMembership();
    notices.await(NoticeKind.NOTICE_KIND_MEMBERSHIP_LOST);
    assertThat(shares()).isEmpty();
    refused(() -> peer.share("photos", file("b.jpg")), ErrorReason.ERROR_REASON_NOT_MEMBER);

    deployment.group("photos").add("alice");
    tellMembership();
    notices.await(NoticeKind.NOTICE_KIND_MEMBERSHIP_GAINED);
    await().untilAsserted(() -> assertThat(shares()).containsExactly("a.jpg"));
    await()
        .untilAsserted(
            () -> assertThat(deployment.presence().announced("alice")).containsExactly("a.jpg"));
  }

  private void tellMembership() {
    deployment
        .presence()
        .tell(
            "alice",
            AttachResponse.newBuilder()
                .setMembership(deployment.group("photos").membership("alice")));
  }

  @Test
  void withdrawsAFileThatChangesWhileItIsShared() throws IOException {
    try (ControlledPeer other = ControlledPeer.start(tracker, folder.resolve("other"))) {
      peer.login("alice");
      Path original = file("a.jpg");
      peer.share("photos", original);
      NoticeLog notices = watch();
      Files.writeString(original, "something else");

      other.login("bob");
      other.download("photos", "a.jpg", folder.resolve("copy.jpg"));
      notices.await(NoticeKind.NOTICE_KIND_SHARE_WITHDRAWN);
      assertThat(shares()).isEmpty();
      await()
          .untilAsserted(() -> assertThat(deployment.group("photos").sources("a.jpg")).isEmpty());
      assertThat(folder.resolve("copy.jpg")).doesNotExist();
    }
    restart();
    assertThat(peer.login("alice").getWarningsList()).as("forgotten for good").isEmpty();
  }

  private void limitOneFile(ControlledPeer other) {
    SetLimitsRequest.Builder file =
        SetLimitsRequest.newBuilder().setGroup("Photos").setName("a.jpg");
    assertThat(other.control().setLimits(file.setDown(50_000).build()).getDown()).isEqualTo(50_000);
    assertThat(transfers(other).get(0).getDownLimit()).isEqualTo(50_000);
    SetLimitsRequest up = file.clearDown().setUp(7).build();
    assertThat(peer.control().setLimits(up).getUp()).isEqualTo(7);
    assertThat(peer.control().setLimits(file.setUp(0).build()).getUp()).isZero();
    GetStatusRequest ofAll = GetStatusRequest.getDefaultInstance();
    assertThat(other.control().getStatus(ofAll).getDownLimit()).isZero();
    refused(
        () -> peer.control().setLimits(file.setDown(1).build()),
        ErrorReason.ERROR_REASON_TRANSFER_NOT_FOUND);
    refused(
        () -> peer.control().setLimits(file.clearDown().setName("b.jpg").build()),
        ErrorReason.ERROR_REASON_NOT_SHARING);
    refused(
        () -> peer.control().setLimits(file.clearGroup().build()),
        ErrorReason.ERROR_REASON_FIELD_INVALID);
  }

  @Test
  void pausesResumesExplainsAndCancelsATransfer() throws IOException {
    try (ControlledPeer other = ControlledPeer.start(tracker, folder.resolve("other"))) {
      peer.login("alice");
      peer.share("photos", file("a.jpg"));
      SetLimitsResponse limits =
          peer.control().setLimits(SetLimitsRequest.newBuilder().setUp(200_000).build());
      assertThat(limits.getUp()).isEqualTo(200_000);
      assertThat(limits.getDown()).isZero();

      other.login("bob");
      Path copies = Files.createDirectory(folder.resolve("copies"));
      String id = other.download("photos", "a.jpg", copies).getTransferId();
      limitOneFile(other);
      await().until(() -> transfers(other).get(0).getSources() == 1);
      ExplainTransferResponse explained =
          other
              .control()
              .explainTransfer(ExplainTransferRequest.newBuilder().setTransferId(id).build());
      assertThat(explained.getSourcesList())
          .extracting(SourceReport::getUser)
          .containsOnly("alice");
      assertThat(
              other
                  .control()
                  .pauseTransfer(PauseTransferRequest.newBuilder().setTransferId(id).build())
                  .getTransfer()
                  .getState())
          .isEqualTo(TransferState.TRANSFER_STATE_PAUSED);
      other.control().resumeTransfer(ResumeTransferRequest.newBuilder().setTransferId(id).build());
      await()
          .until(() -> transfers(other).get(0).getState() == TransferState.TRANSFER_STATE_RUNNING);

      CancelTransferRequest cancel = CancelTransferRequest.newBuilder().setTransferId(id).build();
      other.control().cancelTransfer(cancel);
      assertThat(copies).isEmptyDirectory();
      assertThat(transfers(other)).isEmpty();
      refused(
          () -> other.control().cancelTransfer(cancel),
          ErrorReason.ERROR_REASON_TRANSFER_NOT_FOUND);
    }
  }

  @Test
  void stopsSharingAndForgets() throws IOException {
    peer.login("alice");
    peer.share("photos", file("a.jpg"));
    StopSharingRequest stop =
        StopSharingRequest.newBuilder().setGroup("photos").setName("a.jpg").build();
    assertThat(peer.control().stopSharing(stop).getSources()).isZero();
    assertThat(shares()).isEmpty();
    assertThat(folder.resolve("a.jpg")).exists();
    refused(() -> peer.control().stopSharing(stop), ErrorReason.ERROR_REASON_NOT_SHARING);

    peer.share("photos", folder.resolve("a.jpg"));
    deployment.group("photos").remove("alice");
    restart();
    assertThat(peer.login("alice").getWarningsList())
        .singleElement()
        .asString()
        .contains("no member of it any more");
    assertThat(peer.control().stopSharing(stop).getSources()).isZero();
    restart();
    assertThat(peer.login("alice").getWarningsList()).isEmpty();
  }
}
