package io.coterie.tracker.grpc;

import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.tls.Keys;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.TestTracker;
import io.coterie.tracker.v1.Event;
import io.coterie.tracker.v1.EventKind;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.Group;
import io.coterie.tracker.v1.ListEventsRequest;
import io.coterie.tracker.v1.ListEventsResponse;
import io.coterie.tracker.v1.ListFilesRequest;
import io.coterie.tracker.v1.ListGroupsRequest;
import io.coterie.tracker.v1.ListSessionsRequest;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.Session;
import io.coterie.tracker.v1.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesIT {

  @TempDir private Path folder;
  private TestTracker tracker;
  private Actor alice;

  @BeforeEach
  void start() {
    tracker = new TestTracker(folder);
    alice = tracker.joins("alice");
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  /** One page: its items, and the token of the next. */
  private record Page<T>(List<T> items, String next) {}

  @Test
  void everyItemComesOnceInOrder() {
    for (String name : List.of("Delta", "alpha", "ﬂambé", "Bravo", "éclair")) {
      alice.creates(name);
    }
    for (int i = 0; i < 5; i++) {
      alice.shares("alpha", "file " + i, 1);
    }

    List<String> groups =
        all(
            token -> {
              var response =
                  alice
                      .groups()
                      .listGroups(
                          ListGroupsRequest.newBuilder()
                              .setPageSize(2)
                              .setPageToken(token)
                              .build());
              return new Page<>(
                  response.getGroupsList().stream().map(Group::getName).toList(),
                  response.getNextPageToken());
            });
    assertThat(groups).containsExactly("alpha", "Bravo", "Delta", "ﬂambé", "éclair");
    assertThat(all(this::filePage))
        .containsExactly("file 0", "file 1", "file 2", "file 3", "file 4");
  }

  @Test
  void sourcesAndSessionsComeInPagesToo() {
    alice.creates("alpha");
    alice.shares("alpha", "file", 1);
    for (int i = 0; i < 4; i++) {
      Actor peer = tracker.logsIn("alice", Keys.generate());
      peer.shares("alpha", "file", 1);
      if (i < 2) {
        tracker.attaches(peer, "127.0.0.1:900" + i);
      }
    }

    List<Boolean> online =
        all(
            token -> {
              var response =
                  alice
                      .files()
                      .listSources(
                          ListSourcesRequest.newBuilder()
                              .setGroup("alpha")
                              .setName("file")
                              .setPageSize(1)
                              .setPageToken(token)
                              .build());
              return new Page<>(
                  response.getSourcesList().stream().map(Source::getOnline).toList(),
                  response.getNextPageToken());
            });
    assertThat(online).containsExactly(true, true, false, false, false);
    List<String> sessions =
        all(
            token -> {
              var response =
                  alice
                      .sessions()
                      .listSessions(
                          ListSessionsRequest.newBuilder()
                              .setPageSize(2)
                              .setPageToken(token)
                              .build());
              return new Page<>(
                  response.getSessionsList().stream().map(Session::getSessionId).toList(),
                  response.getNextPageToken());
            });
    assertThat(sessions).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void aTokenGoesWithItsOwnRequestAtAnyTracker() {
    alice.creates("alpha");
    alice.creates("beta");
    alice.letsIn("alpha", tracker.joins("bob"));
    for (String group : List.of("alpha", "beta")) {
      alice.shares(group, "one", 1);
      alice.shares(group, "two", 1);
    }
    ListFilesRequest first = ListFilesRequest.newBuilder().setGroup("alpha").setPageSize(1).build();
    String token = alice.files().listFiles(first).getNextPageToken();
    ListFilesRequest next = first.toBuilder().setPageToken(token).setPageSize(9).build();

    try (TestTracker other = new TestTracker(folder, tracker.clock(), true)) {
      var atOther = FileServiceGrpc.newBlockingStub(other.channel(alice.token()));
      assertThat(atOther.listFiles(next).getFilesList())
          .extracting(File::getName)
          .containsExactly("two");
    }

    Actor bob = tracker.logsIn("bob", Keys.generate());
    assertRefused("PAGE_TOKEN_INVALID", () -> bob.files().listFiles(next));
    for (ListFilesRequest wrong :
        List.of(
            next.toBuilder().setGroup("beta").build(),
            next.toBuilder().setPageToken(token.substring(2)).build(),
            next.toBuilder().setPageToken("AAAA").build(),
            next.toBuilder().setPageToken("=.").build())) {
      assertRefused("PAGE_TOKEN_INVALID", () -> alice.files().listFiles(wrong));
    }
    assertRefused(
        "PAGE_TOKEN_INVALID",
        () ->
            alice
                .groups()
                .listEvents(
                    ListEventsRequest.newBuilder().setGroup("alpha").setPageToken(token).build()));
  }

  @Test
  void theOwnerReadsTheGroupsHistoryNewestFirst() {
    Actor bob = tracker.joins("bob");
    String groupId = alice.creates("alpha").getGroupId();
    alice.letsIn("alpha", bob);
    alice.shares("alpha", "file", 1);
    tracker.logsInWithoutPeer("bob");
    record(groupId, "alice", "bob", "file", 42);
    record(groupId, "alice", "carol", "file", 42);
    record(groupId, "alice", "bob", "no such file", 42);
    alice.removes("alpha", "bob");

    assertRefused("NOT_OWNER", () -> bob.groups().listEvents(events("")));
    List<Event> history =
        all(
            token -> {
              ListEventsResponse response = alice.groups().listEvents(events(token));
              return new Page<>(response.getEventsList(), response.getNextPageToken());
            });

    assertThat(history)
        .extracting(Event::getKind)
        .containsExactly(
            EventKind.EVENT_KIND_REMOVED,
            EventKind.EVENT_KIND_FILE_FETCHED,
            EventKind.EVENT_KIND_LOGGED_IN,
            EventKind.EVENT_KIND_FILE_SHARED,
            EventKind.EVENT_KIND_JOIN_ACCEPTED,
            EventKind.EVENT_KIND_JOIN_REQUESTED,
            EventKind.EVENT_KIND_GROUP_CREATED);
    assertThat(history.get(1))
        .extracting(Event::getActor, Event::getSubject, Event::getFile, Event::getBytes)
        .containsExactly("alice", "bob", "file", 42L);
  }

  private void record(String groupId, String actor, String subject, String file, long bytes) {
    tracker
        .store()
        .<Boolean>write(
            tx -> {
              tracker.domain().events().addFetch(tx, groupId, actor, subject, file, bytes);
              return true;
            });
  }

  private static ListEventsRequest events(String token) {
    return ListEventsRequest.newBuilder()
        .setGroup("alpha")
        .setPageSize(2)
        .setPageToken(token)
        .build();
  }

  private Page<String> filePage(String token) {
    var response =
        alice
            .files()
            .listFiles(
                ListFilesRequest.newBuilder()
                    .setGroup("alpha")
                    .setPageSize(2)
                    .setPageToken(token)
                    .build());
    return new Page<>(
        response.getFilesList().stream().map(File::getName).toList(), response.getNextPageToken());
  }

  private static <T> List<T> all(Function<String, Page<T>> read) {
    List<T> items = new ArrayList<>();
    String token = "";
    do {
      Page<T> page = read.apply(token);
      items.addAll(page.items());
      token = page.next();
    } while (!token.isEmpty());
    return items;
  }
}
