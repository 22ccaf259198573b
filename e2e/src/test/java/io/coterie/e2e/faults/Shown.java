package io.coterie.e2e.faults;

import io.coterie.e2e.faults.GroupState.Event;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.FileServiceGrpc.FileServiceBlockingStub;
import io.coterie.tracker.v1.Group;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.JoinRequest;
import io.coterie.tracker.v1.ListEventsRequest;
import io.coterie.tracker.v1.ListFilesRequest;
import io.coterie.tracker.v1.ListGroupsRequest;
import io.coterie.tracker.v1.ListJoinRequestsRequest;
import io.coterie.tracker.v1.ListMembersRequest;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.Member;
import io.coterie.tracker.v1.Role;
import io.coterie.tracker.v1.Source;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads all groups as the trackers show them to their owners. */
final class Shown {

  private static final int PAGE = 1000;

  private final Channel trackers;
  private final Map<String, User> users;

  private Shown(Channel trackers, List<User> users) {
    this.trackers = trackers;
    this.users = users.stream().collect(Collectors.toMap(User::name, Function.identity()));
  }

  /**
   * Reads groups of the users' with all that is in them. Blocks.
   *
   * @param prefix with which the names of the groups begin
   */
  static Map<String, GroupState> read(Channel trackers, List<User> users, String prefix)
      throws InterruptedException {
    Shown shown = new Shown(trackers, users);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Map<String, Future<GroupState>> reading = new LinkedHashMap<>();
      for (Group group : shown.groups(users.get(0))) {
        if (group.getName().startsWith(prefix)) {
          reading.put(group.getName(), threads.submit(() -> shown.read(group)));
        }
      }
      Map<String, GroupState> all = new HashMap<>();
      for (Map.Entry<String, Future<GroupState>> group : reading.entrySet()) {
        all.put(group.getKey(), group.getValue().get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new AssertionError("the state cannot be read", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Group> groups(User user) {
    return Pages.of(
        token -> {
          var page =
              user.groups(trackers)
                  .listGroups(
                      ListGroupsRequest.newBuilder().setPageSize(PAGE).setPageToken(token).build());
          return new Pages.Page<>(page.getGroupsList(), page.getNextPageToken());
        });
  }

  private GroupState read(Group group) {
    User owner = Objects.requireNonNull(users.get(group.getOwner()), group.getOwner());
    GroupServiceBlockingStub groups = owner.groups(trackers);
    FileServiceBlockingStub files = owner.files(trackers);
    Map<String, Role> members = new LinkedHashMap<>();
    members(groups, group.getName())
        .forEach(member -> members.put(member.getUser(), member.getRole()));
    Map<String, Set<String>> sources = new HashMap<>();
    for (File file : files(files, group.getName())) {
      sources.put(file.getName(), sources(files, file));
    }
    return new GroupState(
        events(groups, group.getName()), members, requests(groups, group.getName()), sources);
  }

  private static List<Event> events(GroupServiceBlockingStub groups, String group) {
    List<Event> events =
        new ArrayList<>(
            Pages.of(
                token -> {
                  var page =
                      groups.listEvents(
                          ListEventsRequest.newBuilder()
                              .setGroup(group)
                              .setPageSize(PAGE)
                              .setPageToken(token)
                              .build());
                  return new Pages.Page<>(
                      page.getEventsList().stream()
                          .map(
                              event ->
                                  new Event(
                                      event.getKind(),
                                      event.getActor(),
                                      event.getSubject(),
                                      event.getFile()))
                          .toList(),
                      page.getNextPageToken());
                }));
    Collections.reverse(events);
    return events;
  }

  private static List<Member> members(GroupServiceBlockingStub groups, String group) {
    return Pages.of(
        token -> {
          var page =
              groups.listMembers(
                  ListMembersRequest.newBuilder()
                      .setGroup(group)
                      .setPageSize(PAGE)
                      .setPageToken(token)
                      .build());
          return new Pages.Page<>(page.getMembersList(), page.getNextPageToken());
        });
  }

  private static Set<String> requests(GroupServiceBlockingStub groups, String group) {
    List<JoinRequest> all =
        Pages.of(
            token -> {
              var page =
                  groups.listJoinRequests(
                      ListJoinRequestsRequest.newBuilder()
                          .setGroup(group)
                          .setPageSize(PAGE)
                          .setPageToken(token)
                          .build());
              return new Pages.Page<>(page.getJoinRequestsList(), page.getNextPageToken());
            });
    return all.stream().map(JoinRequest::getUser).collect(Collectors.toSet());
  }

  private static List<File> files(FileServiceBlockingStub files, String group) {
    return Pages.of(
        token -> {
          var page =
              files.listFiles(
                  ListFilesRequest.newBuilder()
                      .setGroup(group)
                      .setPageSize(PAGE)
                      .setPageToken(token)
                      .build());
          return new Pages.Page<>(page.getFilesList(), page.getNextPageToken());
        });
  }

  private static Set<String> sources(FileServiceBlockingStub files, File file) {
    List<Source> all =
        Pages.of(
            token -> {
              var page =
                  files.listSources(
                      ListSourcesRequest.newBuilder()
                          .setGroup(file.getGroup())
                          .setName(file.getName())
                          .setPageSize(PAGE)
                          .setPageToken(token)
                          .build());
              return new Pages.Page<>(page.getSourcesList(), page.getNextPageToken());
            });
    return all.stream().map(Source::getUser).collect(Collectors.toSet());
  }
}
