package io.coterie.tracker.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.presence.GroupChange;
import io.coterie.tracker.presence.GroupChange.FileChange;
import io.coterie.tracker.presence.GroupChange.MemberChange;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.Crowd;
import io.coterie.tracker.testing.TestTracker;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlGroupViewsIT {
  private final SqlGroupViews views = new SqlGroupViews();
  @TempDir Path folder;
  private TestTracker tracker;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder);
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void aLotIsToldInPartsWithoutAGap() {
    Actor alice = tracker.joins("alice");
    String groupId = alice.creates("photos").getGroupId();
    Set<String> expected = shareMany(groupId, 2500);

    Set<String> told = new TreeSet<>();
    long version = 0;
    int parts = 0;
    boolean more = true;
    while (more) {
      GroupChange part = changedSince(groupId, version);
      assertThat(part.version()).isGreaterThan(version);
      part.files().stream().map(FileChange::name).forEach(told::add);
      version = part.version();
      more = part.more();
      parts++;
    }

    assertThat(told).isEqualTo(expected);
    assertThat(parts).isEqualTo(3);
    assertThat(changedSince(groupId, version).files()).isEmpty();
  }

  @Test
  void membersAndFilesAreToldInTheOrderOfTheirVersions() {
    Actor alice = tracker.joins("alice");
    String groupId = alice.creates("photos").getGroupId();
    Set<String> files = shareMany(groupId, 1500);
    long last = Crowd.enters(tracker.store(), groupId, "crowd", 1500);

    GroupChange first = changedSince(groupId, 0);
    GroupChange second = changedSince(groupId, first.version());
    GroupChange third = changedSince(groupId, second.version());

    assertThat(first.members()).extracting(MemberChange::userKey).containsExactly("alice");
    assertThat(first.files()).as("two by two").hasSize(998);
    assertThat(second.files()).hasSize(files.size() - 998);
    assertThat(first.members().size() + second.members().size() + third.members().size())
        .isEqualTo(1501);
    assertThat(List.of(first.more(), second.more(), third.more()))
        .containsExactly(true, true, false);
    assertThat(third.version()).isEqualTo(last);
  }

  @Test
  void onlySessionsThatLastAreLive() {
    Set<String> live = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      live.add(tracker.joins("user" + i).sessionId());
    }
    Actor gone = tracker.joins("gone");
    gone.logsOut();
    Set<String> asked = new HashSet<>(live);
    asked.add(gone.sessionId());
    for (int i = 0; i < 300; i++) {
      asked.add("unknown" + i);
    }

    assertThat(tracker.store().<Set<String>>read(tx -> views.liveSessions(tx, asked)))
        .isEqualTo(live);
  }

  @Test
  void aGroupThatIsGoneHasNoChange() {
    assertThat(tracker.store().<Boolean>read(tx -> views.changedSince(tx, "no", 0).isEmpty()))
        .isTrue();
  }

  private GroupChange changedSince(String groupId, long version) {
    return tracker.store().read(tx -> views.changedSince(tx, groupId, version).orElseThrow());
  }

  private Set<String> shareMany(String groupId, int count) {
    return tracker
        .store()
        .write(
            tx -> {
              SqlTx sql = SqlTx.of(tx);
              Set<String> names = new TreeSet<>();
              for (int i = 0; i < count; i++) {
                names.add("file" + i);
                sql.update(
                    "insert into file (group_id, name, size, piece_size, root, publisher_key,"
                        + " shared_at, version) values (?, ?, 1, 1048576, x'00', 'alice', 0, ?)",
                    groupId,
                    "file" + i,
                    // Two by two at one version.
                    100 + i / 2);
              }
              sql.update("update grp set version = ? where group_id = ?", 100 + count, groupId);
              return names;
            });
  }
}
