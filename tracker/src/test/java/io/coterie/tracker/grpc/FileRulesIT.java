package io.coterie.tracker.grpc;

import static io.coterie.tracker.testing.Actor.MEBIBYTE;
import static io.coterie.tracker.testing.Actor.id;
import static io.coterie.tracker.testing.Actor.root;
import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.protobuf.ByteString;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.tls.Keys;
import io.coterie.tracker.file.Announced;
import io.coterie.tracker.file.Inventory;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.TestTracker;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.ListFilesRequest;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.RemoveFileRequest;
import io.coterie.tracker.v1.ShareFileRequest;
import io.coterie.tracker.v1.Source;
import io.coterie.tracker.v1.StopSharingRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRulesIT {

  @TempDir private Path folder;
  private TestTracker tracker;
  private Actor alice;
  private Actor bob;
  private Actor carol;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder);
    alice = tracker.joins("alice");
    bob = tracker.joins("bob");
    carol = tracker.joins("carol");
    alice.creates("photos");
    alice.letsIn("photos", bob);
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void onlyMembersShareAndSee() {
    alice.shares("photos", "a.jpg", 1);

    assertRefused("NOT_MEMBER", () -> carol.shares("photos", "c.jpg", 2));
    assertRefused("NOT_MEMBER", () -> carol.file("photos", "a.jpg"));
    assertRefused("NOT_MEMBER", () -> list(carol));
    assertRefused("NOT_MEMBER", () -> sources(carol, "a.jpg"));
    assertRefused("NOT_MEMBER", () -> stops(carol, "a.jpg"));
    assertRefused("NOT_MEMBER", () -> removes(carol, "a.jpg"));
    carol.asksToJoin("photos");
    assertRefused("NOT_MEMBER", () -> list(carol));
    assertRefused("GROUP_NOT_FOUND", () -> alice.shares("films", "a.jpg", 1));
  }

  @Test
  void theSameContentUnderTheSameNameIsOneMoreSource() {
    File first = alice.shares("photos", "a.jpg", 1);
    assertThat(first.getPublisher()).isEqualTo("alice");
    assertThat(first.getSources()).isEqualTo(1);

    File second = bob.shares("photos", "a.jpg", 1);

    assertThat(second.getPublisher()).isEqualTo("alice");
    assertThat(second.getSources()).isEqualTo(2);
    assertThat(bob.shares("photos", "a.jpg", 1).getSources()).as("shared again").isEqualTo(2);
    assertRefused("FILE_EXISTS", () -> bob.shares("photos", "a.jpg", 2));
    assertThat(bob.file("photos", "a.jpg").getRoot()).isEqualTo(root(1));
    assertThat(bob.shares("photos", "A.jpg", 2).getSources()).as("another name").isEqualTo(1);
  }

  @Test
  void layoutsThatDoNotBelongTogetherAreRefused() {
    ByteString zeros = ByteString.copyFrom(new byte[32]);
    long gib = 1L << 30;
    assertThat(share(alice, "empty", 0, MEBIBYTE, zeros).getSize()).isZero();
    assertThat(share(alice, "4 GiB", 4 * gib, MEBIBYTE, root(1)).getSources()).isEqualTo(1);
    assertThat(share(alice, "more", 4 * gib + 1, 2 * MEBIBYTE, root(1)).getSources()).isOne();
    assertThat(share(alice, "huge", 1L << 50, 16 * MEBIBYTE, root(1)).getSources()).isOne();

    for (var wrong :
        List.of(
            new Layout(0, MEBIBYTE, root(1)),
            new Layout(1, MEBIBYTE, zeros),
            new Layout(1, 2 * MEBIBYTE, root(1)),
            new Layout(4 * gib + 1, MEBIBYTE, root(1)))) {
      assertRefused(
          "FILE_LAYOUT_INVALID",
          () -> share(alice, "wrong", wrong.size(), wrong.pieceSize(), wrong.root()));
    }
  }

  private record Layout(long size, int pieceSize, ByteString root) {}

  @Test
  void withoutItsLastSourceAFileStaysUnavailableUntilItIsRemoved() {
    alice.shares("photos", "a.jpg", 1);
    bob.shares("photos", "a.jpg", 1);
    assertThat(stops(bob, "a.jpg")).isEqualTo(1);
    assertRefused("NOT_SHARING", () -> stops(bob, "a.jpg"));
    assertThat(stops(alice, "a.jpg")).isZero();

    assertThat(list(bob))
        .extracting(File::getName, File::getSources)
        .containsExactly(tuple("a.jpg", 0));
    assertRefused("FILE_EXISTS", () -> bob.shares("photos", "a.jpg", 2));
    assertRefused("NOT_PUBLISHER", () -> removes(bob, "a.jpg"));

    removes(alice, "a.jpg");

    assertThat(list(bob)).isEmpty();
    assertRefused("FILE_NOT_FOUND", () -> bob.file("photos", "a.jpg"));
    assertRefused("FILE_NOT_FOUND", () -> removes(alice, "a.jpg"));
    assertRefused("FILE_NOT_FOUND", () -> stops(alice, "a.jpg"));
    assertThat(bob.shares("photos", "a.jpg", 2).getPublisher()).isEqualTo("bob");
  }

  @Test
  void theOwnerRemovesWhatOthersPublished() {
    bob.shares("photos", "b.jpg", 1);

    removes(alice, "b.jpg");

    assertRefused("FILE_NOT_FOUND", () -> sources(bob, "b.jpg"));
  }

  @Test
  void logoutEndsSharingAndLoginWithAnAnnouncementBeginsItAgain() {
    String groupId = alice.sees("photos").getGroupId();
    var key = Keys.generate();
    Actor bobsPeer = tracker.logsIn("bob", key);
    bobsPeer.shares("photos", "b.jpg", 1);

    bobsPeer.logsOut();
    assertThat(alice.file("photos", "b.jpg").getSources()).isZero();

    Actor again = tracker.logsIn("bob", key);
    announces(again, new Announced(groupId, "b.jpg", root(1)));
    assertThat(sources(alice, "b.jpg"))
        .extracting(Source::getPeerId)
        .containsExactly(again.peer().peerId().value());
  }

  @Test
  void anAnnouncementIsBelievedAsFarAsItFits() {
    String groupId = alice.creates("films").getGroupId();
    String photosId = alice.sees("photos").getGroupId();
    alice.shares("photos", "same", 1);
    alice.shares("photos", "other content", 1);
    alice.shares("films", "not a member", 1);
    bob.shares("photos", "held until now", 1);

    announces(
        bob,
        new Announced(photosId, "same", root(1)),
        new Announced(photosId, "other content", root(2)),
        new Announced(photosId, "not listed", root(1)),
        new Announced(groupId, "not a member", root(1)));

    assertThat(list(alice))
        .extracting(File::getName, File::getSources)
        .containsExactly(tuple("held until now", 0), tuple("other content", 1), tuple("same", 2));
    assertThat(alice.file("films", "not a member").getSources()).isEqualTo(1);
  }

  @Test
  void sourcesOnlineComeFirstWithTheirEndpoints() {
    alice.shares("photos", "a.jpg", 1);
    bob.shares("photos", "a.jpg", 1);
    Actor bobsOther = tracker.logsIn("bob", Keys.generate());
    bobsOther.shares("photos", "a.jpg", 1);
    tracker.attaches(bobsOther, "198.51.100.7:9000", "[2001:db8::7]:9000");

    List<Source> sources = sources(alice, "a.jpg");
    assertThat(sources).extracting(Source::getOnline).containsExactly(true, false, false);
    assertThat(sources.get(0).getPeerId()).isEqualTo(bobsOther.peer().peerId().value());
    assertThat(sources.get(0).getUser()).isEqualTo("bob");
    assertThat(sources.get(0).getEndpointsList())
        .containsExactly("198.51.100.7:9000", "[2001:db8::7]:9000");
    assertThat(alice.file("photos", "a.jpg").getOnlineSources()).isEqualTo(1);

    tracker.clock().advance(Duration.ofSeconds(6));
    assertThat(alice.file("photos", "a.jpg").getOnlineSources()).isZero();
    assertThat(sources(alice, "a.jpg"))
        .allSatisfy(source -> assertThat(source.getEndpointsList()).isEmpty());
  }

  @Test
  void sharingNeedsAPeer() {
    Actor shellOnly = tracker.logsInWithoutPeer("alice");

    assertRefused("SESSION_WITHOUT_PEER", () -> shellOnly.shares("photos", "a.jpg", 1));
    assertRefused("SESSION_WITHOUT_PEER", () -> stops(shellOnly, "a.jpg"));
  }

  private void announces(Actor actor, Announced... files) {
    SessionCaller caller =
        new SessionCaller(actor.name(), actor.name(), actor.sessionId(), Optional.of(actor.peer()));
    try (Inventory inventory = tracker.domain().announcements().begin(caller)) {
      inventory.add(List.of(files));
      inventory.finish();
    }
  }

  private static File share(Actor actor, String name, long size, int pieceSize, ByteString root) {
    return actor
        .files()
        .shareFile(
            ShareFileRequest.newBuilder()
                .setRequestId(id())
                .setGroup("photos")
                .setName(name)
                .setSize(size)
                .setPieceSize(pieceSize)
                .setRoot(root)
                .build())
        .getFile();
  }

  private static int stops(Actor actor, String name) {
    return actor
        .files()
        .stopSharing(
            StopSharingRequest.newBuilder()
                .setRequestId(id())
                .setGroup("photos")
                .setName(name)
                .build())
        .getSources();
  }

  private static void removes(Actor actor, String name) {
    var unused =
        actor
            .files()
            .removeFile(
                RemoveFileRequest.newBuilder()
                    .setRequestId(id())
                    .setGroup("photos")
                    .setName(name)
                    .build());
  }

  private static List<File> list(Actor actor) {
    return actor
        .files()
        .listFiles(ListFilesRequest.newBuilder().setGroup("photos").build())
        .getFilesList();
  }

  private static List<Source> sources(Actor actor, String name) {
    return actor
        .files()
        .listSources(ListSourcesRequest.newBuilder().setGroup("photos").setName(name).build())
        .getSourcesList();
  }
}
