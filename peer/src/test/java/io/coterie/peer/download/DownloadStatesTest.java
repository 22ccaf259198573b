package io.coterie.peer.download;

import static io.coterie.peer.download.DownloadFixture.GROUP;
import static io.coterie.peer.download.DownloadFixture.MIB;
import static io.coterie.peer.download.DownloadFixture.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.Hash;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadStatesTest {
  @TempDir Path temp;

  private static void assertRefused(ErrorReason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .satisfies(thrown -> assertThat(Failure.of(thrown).reason()).isEqualTo(reason));
  }

  @Test
  void pausedKeepsWhatIsVerifiedAndResumedFetchesTheRest() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 4 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      String id = peer.start().id();
      peer.until(() -> source.asked().size() == 4);
      source.releaseOne();
      peer.until(() -> peer.only().verifiedBytes() == MIB);
      TransferSnapshot paused = peer.manager.pause(id).join();
      assertThat(paused.state()).isEqualTo(TransferState.PAUSED);
      assertThat(paused.sources()).isZero();
      assertThat(peer.claims).hasValue(0);
      assertThat(peer.catalog.list()).as("a paused download serves nothing").isEmpty();
      assertThat(peer.manager.pause(id).join().state()).isEqualTo(TransferState.PAUSED);
      assertThat(peer.explain().findings())
          .containsExactly("paused; resume_download goes on with it");

      peer.restartProcess();
      assertThat(peer.only().state()).as("stays paused").isEqualTo(TransferState.PAUSED);
      assertThat(peer.only().verifiedBytes()).isEqualTo(MIB);

      int done = source.asked().get(0);
      source.release();
      peer.manager.resume(id).join();
      peer.untilComplete();
      assertThat(source.asked().subList(4, 7)).doesNotContain(done).doesNotHaveDuplicates();
      assertThat(source.asked()).hasSize(7);
      assertRefused(ErrorReason.ERROR_REASON_TRANSFER_STATE, () -> peer.manager.pause(id).join());
      assertRefused(ErrorReason.ERROR_REASON_TRANSFER_STATE, () -> peer.manager.cancel(id).join());
    }
  }

  @Test
  void goesOnAfterARestartOfTheProcess() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 4 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      peer.start();
      peer.until(() -> source.asked().size() == 4);
      source.releaseOne();
      source.releaseOne();
      peer.until(() -> peer.only().verifiedBytes() == 2 * MIB);
      List<Integer> done = List.copyOf(source.asked().subList(0, 2));
      peer.restartProcess();
      peer.until(() -> source.asked().size() == 6);
      source.release();
      peer.untilComplete();
      assertThat(source.asked().subList(4, source.asked().size()))
          .doesNotContainAnyElementsOf(done);
    }
  }

  @Test
  void cancelledLeavesNothingBehind() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 4 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      String id = peer.start().id();
      peer.until(() -> source.asked().size() == 4);
      source.releaseOne();
      peer.until(() -> peer.group.shared().size() == 1);
      List<TransferState> heard = new CopyOnWriteArrayList<>();
      peer.manager.addListener(snapshot -> heard.add(snapshot.state()));
      assertThat(peer.manager.cancel(id).join().state()).isEqualTo(TransferState.CANCELLED);
      assertThat(heard).endsWith(TransferState.CANCELLED);
      assertThat(peer.manager.list()).isEmpty();
      assertThat(peer.folder.toFile().list()).isEmpty();
      assertThat(peer.catalog.list()).isEmpty();
      assertThat(peer.group.withdrawn()).containsExactly(NAME);
      assertRefused(
          ErrorReason.ERROR_REASON_TRANSFER_NOT_FOUND, () -> peer.manager.resume(id).join());
      peer.restartProcess();
      assertThat(peer.manager.list()).isEmpty();
    }
  }

  @Test
  void aDownloadThatIsPausedCanBeCancelledAfterARestart() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 4 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      String id = peer.start().id();
      peer.until(() -> source.asked().size() == 4);
      source.releaseOne();
      peer.until(() -> peer.only().verifiedBytes() == MIB);
      peer.manager.pause(id).join();
      peer.restartProcess();
      peer.manager.cancel(id).join();
      assertThat(peer.folder.toFile().list()).isEmpty();
      assertThat(peer.group.withdrawn()).containsExactly(NAME);
    }
  }

  @Test
  void endOfMembershipFailsItInPlainWordsAndItCanBeResumed() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      String id = peer.start().id();
      peer.until(() -> source.asked().size() == 2);
      peer.group.refuse(new Refusal(ErrorReason.ERROR_REASON_NOT_MEMBER, "members only"));
      peer.passTimeUntil(() -> peer.only().state() == TransferState.FAILED);
      assertThat(peer.only().detail()).startsWith("you are not a member of photos any more");
      peer.restartProcess();
      assertThat(peer.only().state()).isEqualTo(TransferState.FAILED);
      assertThat(peer.only().detail()).startsWith("you are not a member of photos any more");
      peer.group.refuse(null);
      source.release();
      peer.manager.resume(id).join();
      peer.untilComplete();
    }
  }

  @Test
  void aRemovedFileFailsIt() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      peer.start();
      peer.until(() -> source.asked().size() == 2);
      peer.group.refuse(new Refusal(ErrorReason.ERROR_REASON_FILE_NOT_FOUND, "no such file"));
      peer.passTimeUntil(() -> peer.only().state() == TransferState.FAILED);
      assertThat(peer.only().detail()).startsWith("cat.raw was removed from photos");
    }
  }

  @Test
  void aFileReplacedUnderItsNameFailsIt() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      peer.source("a").stopServing();
      peer.start();
      peer.passTimeUntil(() -> peer.only().detail().contains("no source answers yet"));
      Hash other =
          Hash.of(
              new byte[] {
                1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4,
                5, 6, 7, 8
              });
      peer.group.list(new RemoteFile(GROUP, NAME, new ContentId("group-1", other), 7));
      peer.passTimeUntil(() -> peer.only().state() == TransferState.FAILED);
      assertThat(peer.only().detail()).contains("is another file now");
    }
  }

  @Test
  void aTrackerOutageIsNotNoticedWhileSourcesAreKnown() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 4 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      peer.start();
      peer.until(() -> source.asked().size() == 4);
      peer.group.refuse(new Refusal(ErrorReason.ERROR_REASON_NO_TRACKER, "none of 2 answered"));
      for (int i = 0; i < 3; i++) {
        source.releaseOne();
        long expected = (i + 1) * (long) MIB;
        peer.until(() -> peer.only().verifiedBytes() == expected);
        peer.time.advance(java.time.Duration.ofSeconds(4));
      }
      assertThat(peer.explain().findings())
          .anyMatch(found -> found.startsWith("no tracker answers"));
      source.release();
      peer.untilComplete();
      assertThat(peer.group.shared()).isEmpty();
      peer.group.refuse(null);
      peer.passTimeUntil(() -> peer.group.shared().size() == 1);
    }
  }

  @Test
  void aDestinationThatHoldsTheFileIsCompleteAtOnce() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 3 * MIB)) {
      Files.write(peer.destination, peer.content);
      peer.start();
      peer.untilComplete();
      assertThat(peer.catalog.list()).hasSize(1);
      peer.until(() -> peer.group.shared().size() == 1);

      String again = peer.start().id();
      peer.untilComplete();
      assertThat(peer.only().id()).isEqualTo(again);
    }
  }

  @Test
  void anotherFileAtTheDestinationIsOverwrittenOnlyWithLeave() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 3 * MIB)) {
      ScriptedSource source = peer.source("a");
      byte[] precious = "precious".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      Files.write(peer.destination, precious);
      assertRefused(ErrorReason.ERROR_REASON_DESTINATION_EXISTS, peer::start);
      assertThat(Files.readAllBytes(peer.destination)).isEqualTo(precious);

      byte[] sameSize = new byte[3 * MIB];
      Files.write(peer.destination, sameSize);
      String id = peer.start().id();
      peer.untilState(TransferState.FAILED);
      assertThat(peer.only().detail()).contains("exists and is another file");
      assertThat(Files.readAllBytes(peer.destination)).isEqualTo(sameSize);
      assertThat(source.asked()).isEmpty();
      peer.manager.cancel(id).join();

      peer.start(true);
      peer.untilComplete();
    }
  }

  @Test
  void aFileMadeThereMeanwhileIsKeptAndTheDownloadCanBeResumed() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      String id = peer.start().id();
      peer.until(() -> source.asked().size() == 2);
      Files.write(peer.destination, new byte[] {1});
      source.release();
      peer.untilState(TransferState.FAILED);
      assertThat(peer.only().detail()).contains("move it away and resume");
      assertThat(peer.only().verifiedBytes()).isEqualTo(2 * MIB);
      Files.delete(peer.destination);
      peer.manager.resume(id).join();
      peer.untilComplete();
      assertThat(source.asked()).as("nothing is fetched again").hasSize(2);
    }
  }

  @Test
  void aFolderThatVanishesFailsIt() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      peer.source("a");
      Path other = Files.createDirectory(temp.resolve("other"));
      ScriptedSource held = peer.source("b").hold();
      peer.group.refuse(new Refusal(ErrorReason.ERROR_REASON_NO_TRACKER, "not now"));
      assertRefused(ErrorReason.ERROR_REASON_NO_TRACKER, peer::start);
      peer.group.refuse(null);
      Files.delete(other);
      assertRefused(
          ErrorReason.ERROR_REASON_DESTINATION_UNUSABLE,
          () ->
              peer.manager
                  .start(new DownloadRequest(GROUP, NAME, other.resolve("x"), false))
                  .join());
      assertRefused(
          ErrorReason.ERROR_REASON_DESTINATION_UNUSABLE,
          () ->
              peer.manager
                  .start(new DownloadRequest(GROUP, NAME, Path.of("relative"), false))
                  .join());
      assertThat(held.asked()).isEmpty();
      assertThat(peer.manager.list()).isEmpty();
    }
  }

  @Test
  void fourRunAtATimeInTheOrderAskedForAndNoPlaceIsTakenTwice() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        DownloadRequest request =
            new DownloadRequest(GROUP, NAME, peer.folder.resolve("copy-" + i), false);
        ids.add(peer.manager.start(request).join().id());
      }
      assertRefused(
          ErrorReason.ERROR_REASON_TRANSFER_EXISTS,
          () ->
              peer.manager
                  .start(new DownloadRequest(GROUP, NAME, peer.folder.resolve("copy-5"), false))
                  .join());
      peer.until(() -> source.asked().size() == 8);
      assertThat(peer.manager.list())
          .extracting(TransferSnapshot::state)
          .containsExactly(
              TransferState.QUEUED,
              TransferState.QUEUED,
              TransferState.RUNNING,
              TransferState.RUNNING,
              TransferState.RUNNING,
              TransferState.RUNNING);
      assertThat(peer.manager.explain(ids.get(5)).join().findings().get(0))
          .contains("4 downloads run at a time");
      peer.manager.pause(ids.get(0)).join();
      peer.until(() -> source.asked().size() == 10);
      source.release();
      peer.until(
          () ->
              peer.manager.list().stream()
                      .filter(snapshot -> snapshot.state() == TransferState.COMPLETE)
                      .count()
                  == 5);
      peer.manager.cancel(ids.get(0)).join();
    }
  }

  @Test
  void aDownloadThatFindsNoSourceGivesItsTurnToOthers() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      for (int i = 0; i < 5; i++) {
        peer.manager
            .start(new DownloadRequest(GROUP, NAME, peer.folder.resolve("copy-" + i), false))
            .join();
      }
      String last = peer.manager.list().get(0).id();
      peer.passTimeUntil(() -> peer.manager.list().get(0).state() == TransferState.CHECKING);
      assertThat(peer.manager.list().get(0).id()).isEqualTo(last);
      peer.source("a");
      peer.passTimeUntil(
          () ->
              peer.manager.list().stream()
                  .allMatch(snapshot -> snapshot.state() == TransferState.COMPLETE));
    }
  }
}
