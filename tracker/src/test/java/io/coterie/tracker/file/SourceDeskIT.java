package io.coterie.tracker.file;

import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.tracker.group.GroupAccess;
import io.coterie.tracker.sql.SqlEvents;
import io.coterie.tracker.sql.SqlFiles;
import io.coterie.tracker.sql.SqlGroups;
import io.coterie.tracker.sql.SqlMemberships;
import io.coterie.tracker.sql.SqlSources;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.TestTracker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of the store that a change overtakes on their way into memory. */
class SourceDeskIT {

  @TempDir Path folder;
  private TestTracker tracker;
  private LateTransactions store;
  private SourceDesk desk;
  private Actor alice;
  private Actor bob;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder);
    store = new LateTransactions(tracker.store());
    SqlMemberships memberships = new SqlMemberships();
    Files files =
        new Files(
            new GroupAccess(new SqlGroups(), memberships),
            new SqlFiles(),
            new SqlSources(),
            new SqlEvents());
    RecentSources recent = new RecentSources(tracker.clock());
    store.addListener(recent);
    desk = new SourceDesk(store, files, memberships, recent);
    alice = tracker.joins("alice");
    bob = tracker.joins("bob");
    alice.creates("photos");
    alice.letsIn("photos", bob);
    alice.shares("photos", "a.jpg", 1);
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void aPageThatIsOvertakenIsNotUsedAgain() {
    store.beforeNextAnswer(() -> bob.shares("photos", "a.jpg", 1));
    assertThat(holders(alice)).containsExactly("alice");

    assertThat(holders(alice)).containsExactlyInAnyOrder("alice", "bob");
  }

  @Test
  void aMemberReadWithThePageThatIsRemovedMeanwhileIsRefused() {
    store.beforeNextAnswer(() -> alice.removes("photos", "bob"));
    assertThat(holders(bob)).containsExactly("alice");

    assertThat(holders(alice)).as("now in memory").containsExactly("alice");
    assertRefused("NOT_MEMBER", () -> holders(bob));
  }

  @Test
  void aMemberReadForAKnownPageThatIsRemovedMeanwhileIsRefused() {
    assertThat(holders(alice)).as("now in memory").containsExactly("alice");
    store.beforeNextAnswer(() -> alice.removes("photos", "bob"));
    assertThat(holders(bob)).containsExactly("alice");

    assertThat(holders(alice)).as("in memory again").containsExactly("alice");
    assertRefused("NOT_MEMBER", () -> holders(bob));
  }

  @Test
  void whatIsKnownNeedsNoStore() {
    assertThat(holders(alice)).containsExactly("alice");
    assertThat(holders(bob)).containsExactly("alice");
    store.beforeNextAnswer(
        () -> {
          throw new AssertionError("the store was asked");
        });

    assertThat(holders(alice)).containsExactly("alice");
    assertThat(holders(bob)).containsExactly("alice");
  }

  private List<String> holders(Actor actor) {
    SessionCaller caller =
        new SessionCaller(actor.name(), actor.name(), actor.sessionId(), Optional.of(actor.peer()));
    SourceQuery query = new SourceQuery("photos", "a.jpg", Optional.empty(), 10);
    return desk.list(caller, query).items().stream().map(Source::user).toList();
  }
}
