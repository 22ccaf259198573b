package io.coterie.tracker.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.flow.ByteBudget;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.sql.SqlGroups;
import io.coterie.tracker.sql.SqlMemberships;
import io.coterie.tracker.sql.SqlSources;
import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.TestTracker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What announcements make of what the store believes, and how much of it at a time. */
class InventoryIT {

  private final CountedSources sources = new CountedSources();
  private final ByteBudget lists = new ByteBudget(Checklist.BYTES_PER_FILE * 2000);
  @TempDir Path folder;
  private TestTracker tracker;
  private Announcements announcements;
  private Actor alice;
  private String photos;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder);
    announcements =
        new Announcements(tracker.store(), new SqlGroups(), new SqlMemberships(), sources, lists);
    alice = tracker.joins("alice");
    photos = alice.creates("photos").getGroupId();
    list(photos, 3000);
  }

  @AfterEach
  void stop() {
    assertThat(lists.taken()).isZero();
    tracker.close();
  }

  @Test
  void muchIsReadAndChangedInSmallParts() {
    holds(alice, files(0, 1700));

    announce(alice, files(1000, 2000), files(2000, 2900));

    assertThat(held(alice)).containsExactlyElementsOf(files(1000, 2900));
    assertThat(sources.mostRead()).isEqualTo(Announcements.AT_A_TIME);
    assertThat(sources.mostChanged()).isEqualTo(Announcements.AT_A_TIME);
  }

  @Test
  void nothingNewWritesNothing() {
    holds(alice, files(0, 1200));
    long version = version(photos);

    announce(alice, files(600, 1200), files(0, 600));

    assertThat(held(alice)).hasSize(1200);
    assertThat(sources.mostChanged()).isZero();
    assertThat(version(photos)).isEqualTo(version);
  }

  @Test
  void oneThatBreaksOffTakesNothingAwayAndTheNextGoesOn() {
    holds(alice, files(0, 600));
    try (Inventory broken = announcements.begin(caller(alice))) {
      broken.add(files(600, 1200));
    }
    assertThat(held(alice)).containsExactlyElementsOf(files(0, 1200));

    announce(alice, files(600, 1300));

    assertThat(held(alice)).containsExactlyElementsOf(files(600, 1300));
  }

  @Test
  void whatIsBeingRemovedWhenThePeerLosesPatienceIsRemoved() {
    holds(alice, files(0, 1700));
    Inventory inventory = announcements.begin(caller(alice));
    inventory.add(List.of());
    sources.atFirstRemoval(inventory::close);

    inventory.finish();

    assertThat(held(alice)).isEmpty();
  }

  @Test
  void whatCameToBeHeldMeanwhileStays() {
    holds(alice, files(0, 10));
    try (Inventory inventory = announcements.begin(caller(alice))) {
      inventory.add(files(0, 5));
      holds(alice, files(20, 21));
      inventory.finish();
    }

    assertThat(held(alice)).containsExactlyElementsOf(concat(files(0, 5), files(20, 21)));
  }

  @Test
  void moreThanFitsIsRefusedUntilThereIsRoom() {
    Actor bob = tracker.joins("bob");
    alice.letsIn("photos", bob);
    holds(alice, files(0, 1500));
    holds(bob, files(0, 1500));
    try (Inventory first = announcements.begin(caller(alice));
        Inventory second = announcements.begin(caller(bob))) {
      first.add(files(0, 1));

      Refusal refusal = catchThrowableOfType(Refusal.class, () -> second.add(files(0, 1)));

      assertThat(refusal.reason()).isEqualTo(ErrorReason.ERROR_REASON_OVERLOADED);
    }
    announce(bob, files(0, 1));
    assertThat(held(bob)).containsExactlyElementsOf(files(0, 1));
  }

  @Test
  void aPeerAnnouncesAHundredThousandFilesAtMost() {
    List<Announced> part = files(0, 1000);
    holds(alice, part);
    try (Inventory inventory = announcements.begin(caller(alice))) {
      for (int i = 0; i < 100; i++) {
        inventory.add(part);
      }
      Refusal refusal = catchThrowableOfType(Refusal.class, () -> inventory.add(files(0, 1)));
      assertThat(refusal.reason()).isEqualTo(ErrorReason.ERROR_REASON_FIELD_INVALID);
    }
  }

  @Test
  void aGroupOfOthersIsLeftAlone() {
    Actor bob = tracker.joins("bob");
    long version = version(photos);

    announce(bob, files(0, 10));

    assertThat(held(bob)).isEmpty();
    assertThat(version(photos)).isEqualTo(version);
  }

  @SafeVarargs
  private void announce(Actor actor, List<Announced>... parts) {
    try (Inventory inventory = announcements.begin(caller(actor))) {
      for (List<Announced> part : parts) {
        inventory.add(part);
      }
      inventory.finish();
    }
  }

  private List<Announced> held(Actor actor) {
    return tracker
        .store()
        .read(tx -> new SqlSources().heldBy(tx, holder(actor), Optional.empty(), 10_000));
  }

  private void holds(Actor actor, List<Announced> files) {
    tracker
        .store()
        .<Boolean>write(
            tx -> {
              for (Announced file : files) {
                assertThat(new SqlSources().addAnnounced(tx, file, holder(actor))).isTrue();
              }
              return true;
            });
  }

  /** Lists files in a group, with nobody who holds them. */
  private void list(String groupId, int count) {
    tracker
        .store()
        .<Boolean>write(
            tx -> {
              for (Announced file : files(0, count)) {
                SqlTx.of(tx)
                    .update(
                        "insert into file (group_id, name, size, piece_size, root, publisher_key,"
                            + " shared_at, version) values (?, ?, 1, 1048576, ?, 'alice', 0, 1)",
                        groupId,
                        file.name(),
                        file.root().toByteArray());
              }
              return true;
            });
  }

  private List<Announced> files(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> new Announced(photos, "%04d.jpg".formatted(i), Actor.root(i % 100)))
        .toList();
  }

  private static List<Announced> concat(List<Announced> some, List<Announced> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private long version(String groupId) {
    return tracker.count("select version from grp where group_id = ?", groupId);
  }

  private static SessionCaller caller(Actor actor) {
    return new SessionCaller(
        actor.name(), actor.name(), actor.sessionId(), Optional.of(actor.peer()));
  }

  private static Holder holder(Actor actor) {
    return new Holder(actor.name(), actor.peer().peerId().value());
  }
}
