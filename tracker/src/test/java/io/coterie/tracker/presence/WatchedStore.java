package io.coterie.tracker.presence;

import io.coterie.tracker.sql.SqlTx;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.MovableClock;
import io.coterie.tracker.testing.TestTracker;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store with alice and bob, and what watches it for the streams attached. */
abstract class WatchedStore {
  final MovableClock clock = new MovableClock();
  final CountedViews views = new CountedViews();
  final Attachments attachments = new Attachments();
  @TempDir Path folder;
  TestTracker tracker;
  GroupWatch watch;
  Actor alice;
  Actor bob;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder, clock, true);
    watch = watch(1000);
    alice = tracker.joins("alice");
    bob = tracker.joins("bob");
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  GroupWatch watch(int places) {
    return new GroupWatch(tracker.store(), views, attachments, "deployment", "tracker", places);
  }

  RecordedStream attach(Actor actor) {
    RecordedStream stream = new RecordedStream();
    Attachment attachment = attachment(actor, stream);
    attachments.open(attachment);
    watch.admit(attachment);
    attachments.enter(attachment);
    stream.told.clear();
    return stream;
  }

  static Attachment attachment(Actor actor, PeerStream stream) {
    return new Attachment(
        "attach-" + actor.name(),
        new AttachedPeer(actor.name(), actor.name(), actor.sessionId(), "peer", List.of()),
        stream);
  }

  void groupsOf(String userKey, int count, long changedAt) {
    tracker
        .store()
        .<Boolean>write(
            tx -> {
              for (int i = 0; i < count; i++) {
                SqlTx.of(tx)
                    .update(
                        "insert into grp (group_id, name_key, name, version, created_at,"
                            + " changed_at) values (?, ?, ?, 1, 0, ?)",
                        "strange" + i,
                        "strange" + i,
                        "strange" + i,
                        changedAt);
                SqlTx.of(tx)
                    .update(
                        "insert into membership (group_id, user_key, state, version, version_at,"
                            + " changed_version, since_version, since_at)"
                            + " values (?, ?, 'OWNER', 1, ?, 1, 1, ?)",
                        "strange" + i,
                        userKey,
                        changedAt,
                        changedAt);
              }
              return true;
            });
  }

  void update(String sql) {
    int unused = tracker.store().write(tx -> SqlTx.of(tx).update(sql));
  }
}
