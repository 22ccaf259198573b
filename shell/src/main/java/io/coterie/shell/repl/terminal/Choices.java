package io.coterie.shell.repl.terminal;

import io.coterie.peer.v1.Transfer;
import io.coterie.rpc.error.Refusal;
import io.coterie.shell.command.CommandFailure;
import io.coterie.shell.command.ControlClient;
import io.coterie.shell.command.TrackerClient;
import io.coterie.shell.command.transfer.Transfers;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.Group;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.JoinRequest;
import io.coterie.tracker.v1.ListFilesRequest;
import io.coterie.tracker.v1.ListGroupsRequest;
import io.coterie.tracker.v1.ListJoinRequestsRequest;
import io.coterie.tracker.v1.ListMembersRequest;
import io.coterie.tracker.v1.Member;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names that can be meant, asked of the services while the user waits for a completion. A name
 * that is not among the first thousand is not offered, and none is when the answer is slow.
 */
final class Choices {
  private static final Logger log = LoggerFactory.getLogger(Choices.class);
  private static final long PATIENCE_MILLIS = 700;
  private static final int MOST = 1000;

  private final ControlClient control;
  private final TrackerClient tracker;

  Choices(ControlClient control, TrackerClient tracker) {
    this.control = control;
    this.tracker = tracker;
  }

  List<String> groups() {
    return orNone(
        () ->
            groupCalls()
                .listGroups(ListGroupsRequest.newBuilder().setPageSize(MOST).build())
                .getGroupsList()
                .stream()
                .map(Group::getName)
                .toList());
  }

  /** Who asks to join a group, then who is in it. */
  List<String> users(String group) {
    List<String> users =
        new ArrayList<>(
            orNone(
                () ->
                    groupCalls()
                        .listJoinRequests(
                            ListJoinRequestsRequest.newBuilder()
                                .setGroup(group)
                                .setPageSize(MOST)
                                .build())
                        .getJoinRequestsList()
                        .stream()
                        .map(JoinRequest::getUser)
                        .toList()));
    users.addAll(
        orNone(
            () ->
                groupCalls()
                    .listMembers(
                        ListMembersRequest.newBuilder().setGroup(group).setPageSize(MOST).build())
                    .getMembersList()
                    .stream()
                    .map(Member::getUser)
                    .toList()));
    return users;
  }

  List<String> files(String group) {
    return orNone(
        () ->
            tracker
                .files()
                .withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .listFiles(ListFilesRequest.newBuilder().setGroup(group).setPageSize(MOST).build())
                .getFilesList()
                .stream()
                .map(File::getName)
                .toList());
  }

  /** Files that are or were downloaded, of one group or, with an empty name, of any. */
  List<String> transfers(String group) {
    return orNone(
        () ->
            Transfers.all(control).getTransfersList().stream()
                .filter(transfer -> group.isEmpty() || transfer.getGroup().equals(group))
                .map(Transfer::getName)
                .distinct()
                .toList());
  }

  private GroupServiceBlockingStub groupCalls() {
    return tracker.groups().withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static List<String> orNone(Supplier<List<String>> names) {
    try {
      return names.get();
    } catch (StatusRuntimeException | Refusal | CommandFailure e) {
      // Not logged in, no member, no tracker: the command itself will say so.
      log.debug("no completion", e);
      return List.of();
    }
  }
}
