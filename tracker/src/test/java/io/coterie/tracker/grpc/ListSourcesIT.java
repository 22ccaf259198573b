package io.coterie.tracker.grpc;

import static io.coterie.tracker.testing.Actor.id;
import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.store.Freshness;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.TestTracker;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.RemoveFileRequest;
import io.coterie.tracker.v1.Source;
import io.coterie.tracker.v1.StopSharingRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a tracker answers from memory who holds a file. What it has in memory shows by rows that
 * change without its being told.
 */
class ListSourcesIT {

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
    alice.shares("photos", "a.jpg", 1);
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void theAnswerForOneMemberServesAllForASecond() {
    assertThat(holders(alice)).containsExactly("alice");
    silently("delete from source");
    assertThat(holders(alice)).containsExactly("alice");
    assertThat(holders(bob)).containsExactly("alice");

    tracker.clock().advance(Freshness.LIMIT.minusMillis(1));
    assertThat(holders(alice)).containsExactly("alice");
    assertThat(holders(bob)).containsExactly("alice");

    tracker.clock().advance(Duration.ofMillis(1));
    assertThat(holders(alice)).isEmpty();
    assertThat(holders(bob)).isEmpty();
  }

  @Test
  void aMemberIsKnownForASecond() {
    assertThat(holders(bob)).containsExactly("alice");
    silently("update membership set state = 'NONE' where user_key = 'bob'");
    assertThat(holders(bob)).containsExactly("alice");

    tracker.clock().advance(Freshness.LIMIT);
    assertThat(holders(alice)).containsExactly("alice");
    assertRefused("NOT_MEMBER", () -> holders(bob));
  }

  @Test
  void othersAreRefusedWhoeverHasAskedBefore() {
    assertThat(holders(alice)).containsExactly("alice");
    assertRefused("NOT_MEMBER", () -> holders(carol));

    carol.asksToJoin("photos");
    assertRefused("NOT_MEMBER", () -> holders(carol));
    silently("update membership set state = 'MEMBER' where user_key = 'carol'");
    assertThat(holders(carol)).as("a refusal is not kept").containsExactly("alice");
  }

  @Test
  void whoIsNoMemberAnyMoreIsRefusedAtOnce() {
    alice.letsIn("photos", carol);
    assertThat(holders(bob)).containsExactly("alice");
    assertThat(holders(carol)).containsExactly("alice");

    alice.removes("photos", "bob");
    assertRefused("NOT_MEMBER", () -> holders(bob));
    assertThat(holders(carol)).containsExactly("alice");
    carol.leaves("photos");
    assertRefused("NOT_MEMBER", () -> holders(carol));

    assertThat(holders(alice)).containsExactly("alice");
    alice.leaves("photos");
    assertRefused("GROUP_NOT_FOUND", () -> holders(alice));
    bob.creates("photos");
    bob.shares("photos", "a.jpg", 2);
    assertThat(holders(bob)).containsExactly("bob");
    assertRefused("NOT_MEMBER", () -> holders(alice));
  }

  @Test
  void whatAMemberSharesOrTakesBackShowsAtOnce() {
    assertThat(holders(alice)).containsExactly("alice");

    bob.shares("photos", "a.jpg", 1);
    assertThat(holders(alice)).containsExactlyInAnyOrder("alice", "bob");
    stops(alice);
    assertThat(holders(alice)).containsExactly("bob");
    bob.logsOut();
    assertThat(holders(alice)).isEmpty();
    alice.shares("photos", "a.jpg", 1);
    assertThat(holders(alice)).containsExactly("alice");
    removes(alice);
    assertRefused("FILE_NOT_FOUND", () -> holders(alice));
    alice.shares("photos", "a.jpg", 2);
    assertThat(holders(alice)).containsExactly("alice");
  }

  @Test
  void aFileWithoutSourcesIsAskedForAgain() {
    stops(alice);
    assertThat(holders(bob)).isEmpty();

    silently(
        "insert into source (group_id, name, user_key, peer_id)"
            + " select group_id, name, 'alice', 'a' from file");

    assertThat(holders(bob)).containsExactly("alice");
  }

  @Test
  void aPeerThatIsAttachedShowsAfterASecondAtMost() {
    assertThat(holders(bob)).containsExactly("alice");
    tracker.attaches(alice, "198.51.100.7:9000");

    tracker.clock().advance(Freshness.LIMIT);

    assertThat(sources(bob, 0, "")).allMatch(Source::getOnline);
  }

  @Test
  void eachPageIsAnAnswerOfItsOwn() {
    bob.shares("photos", "a.jpg", 1);
    List<Source> all = sources(alice, 0, "");
    for (int i = 0; i < 2; i++) {
      var first = alice.files().listSources(request("a.jpg").toBuilder().setPageSize(1).build());
      assertThat(first.getSourcesList()).containsExactly(all.get(0));
      assertThat(sources(alice, 1, first.getNextPageToken())).containsExactly(all.get(1));
    }
    alice.shares("photos", "b.jpg", 2);
    assertThat(alice.files().listSources(request("b.jpg")).getSourcesList())
        .extracting(Source::getUser)
        .containsExactly("alice");
  }

  @Test
  void whatAnotherTrackerChangedCountsAfterASecondAtMost() {
    try (TestTracker other = new TestTracker(folder, tracker.clock(), true)) {
      Actor bobThere =
          new Actor("bob", bob.token(), bob.sessionId(), bob.peer(), other.channel(bob.token()));
      assertThat(holders(bobThere)).containsExactly("alice");

      alice.removes("photos", "bob");
      tracker.clock().advance(Freshness.LIMIT);

      assertRefused("NOT_MEMBER", () -> holders(bobThere));
    }
  }

  private void silently(String sql) {
    int changed = tracker.store().write(tx -> SqlTx.of(tx).update(sql));
    assertThat(changed).isPositive();
  }

  private static List<String> holders(Actor actor) {
    return sources(actor, 0, "").stream().map(Source::getUser).toList();
  }

  private static List<Source> sources(Actor actor, int size, String token) {
    return actor
        .files()
        .listSources(request("a.jpg").toBuilder().setPageSize(size).setPageToken(token).build())
        .getSourcesList();
  }

  private static ListSourcesRequest request(String name) {
    return ListSourcesRequest.newBuilder().setGroup("photos").setName(name).build();
  }

  private static void stops(Actor actor) {
    var unused =
        actor
            .files()
            .stopSharing(
                StopSharingRequest.newBuilder()
                    .setRequestId(id())
                    .setGroup("photos")
                    .setName("a.jpg")
                    .build());
  }

  private static void removes(Actor actor) {
    var unused =
        actor
            .files()
            .removeFile(
                RemoveFileRequest.newBuilder()
                    .setRequestId(id())
                    .setGroup("photos")
                    .setName("a.jpg")
                    .build());
  }
}
