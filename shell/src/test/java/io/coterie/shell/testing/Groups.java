package io.coterie.shell.testing;

import com.google.protobuf.Message;
import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.shell.testing.Deployment.GroupState;
import io.coterie.tracker.v1.AcceptJoinRequestRequest;
import io.coterie.tracker.v1.AcceptJoinRequestResponse;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.CreateGroupResponse;
import io.coterie.tracker.v1.DeleteGroupRequest;
import io.coterie.tracker.v1.DeleteGroupResponse;
import io.coterie.tracker.v1.Event;
import io.coterie.tracker.v1.EventKind;
import io.coterie.tracker.v1.Group;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceImplBase;
import io.coterie.tracker.v1.JoinGroupRequest;
import io.coterie.tracker.v1.JoinGroupResponse;
import io.coterie.tracker.v1.JoinRequest;
import io.coterie.tracker.v1.LeaveGroupRequest;
import io.coterie.tracker.v1.LeaveGroupResponse;
import io.coterie.tracker.v1.ListEventsRequest;
import io.coterie.tracker.v1.ListEventsResponse;
import io.coterie.tracker.v1.ListGroupsRequest;
import io.coterie.tracker.v1.ListGroupsResponse;
import io.coterie.tracker.v1.ListJoinRequestsRequest;
import io.coterie.tracker.v1.ListJoinRequestsResponse;
import io.coterie.tracker.v1.ListMembersRequest;
import io.coterie.tracker.v1.ListMembersResponse;
import io.coterie.tracker.v1.Member;
import io.coterie.tracker.v1.RejectJoinRequestRequest;
import io.coterie.tracker.v1.RejectJoinRequestResponse;
import io.coterie.tracker.v1.RemoveMemberRequest;
import io.coterie.tracker.v1.RemoveMemberResponse;
import io.coterie.tracker.v1.Role;
import io.coterie.tracker.v1.TransferOwnershipRequest;
import io.coterie.tracker.v1.TransferOwnershipResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Supplier;

final class Groups extends GroupServiceImplBase {
  private final Deployment deployment;

  Groups(Deployment deployment) {
    this.deployment = deployment;
  }

  private <R extends Message> void answer(
      StreamObserver<R> observer, String requestId, Supplier<R> work) {
    R response;
    synchronized (deployment) {
      deployment.enter(requestId);
      response = work.get();
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  @Override
  public void createGroup(CreateGroupRequest request, StreamObserver<CreateGroupResponse> out) {
    String user = Callers.session().user();
    answer(
        out,
        request.getRequestId(),
        () -> {
          GroupState group = new GroupState(request.getGroup(), user);
          if (deployment.groups.putIfAbsent(request.getGroup(), group) != null) {
            throw Deployment.refusal(
                ErrorReason.ERROR_REASON_GROUP_EXISTS,
                "the name " + request.getGroup() + " is taken; choose another");
          }
          group.happened(EventKind.EVENT_KIND_GROUP_CREATED, user, "");
          return CreateGroupResponse.newBuilder().setGroup(shown(group, user)).build();
        });
  }

  @Override
  public void deleteGroup(DeleteGroupRequest request, StreamObserver<DeleteGroupResponse> out) {
    String user = Callers.session().user();
    answer(
        out,
        request.getRequestId(),
        () -> {
          deployment.group(request.getGroup()).requireOwner(user);
          deployment.groups.remove(request.getGroup());
          return DeleteGroupResponse.getDefaultInstance();
        });
  }

  @Override
  public void listGroups(ListGroupsRequest request, StreamObserver<ListGroupsResponse> out) {
    String user = Callers.session().user();
    String token = request.getPageToken();
    answer(
        out,
        "",
        () -> {
          List<GroupState> all = List.copyOf(deployment.groups.values());
          ListGroupsResponse.Builder page = ListGroupsResponse.newBuilder();
          Deployment.page(all, token).forEach(group -> page.addGroups(shown(group, user)));
          return page.setNextPageToken(Deployment.next(all, token)).build();
        });
  }

  @Override
  public void joinGroup(JoinGroupRequest request, StreamObserver<JoinGroupResponse> out) {
    String user = Callers.session().user();
    answer(
        out,
        request.getRequestId(),
        () -> {
          GroupState group = deployment.group(request.getGroup());
          if (group.members.contains(user)) {
            throw Deployment.refusal(
                ErrorReason.ERROR_REASON_ALREADY_MEMBER, "you are a member of " + group.name);
          }
          if (!group.pending.add(user)) {
            throw Deployment.refusal(
                ErrorReason.ERROR_REASON_JOIN_REQUEST_PENDING,
                "you have asked already; " + group.owner + " will decide");
          }
          group.happened(EventKind.EVENT_KIND_JOIN_REQUESTED, user, "");
          return JoinGroupResponse.newBuilder().setOwner(group.owner).build();
        });
  }

  @Override
  public void leaveGroup(LeaveGroupRequest request, StreamObserver<LeaveGroupResponse> out) {
    String user = Callers.session().user();
    answer(
        out,
        request.getRequestId(),
        () -> {
          GroupState group = deployment.group(request.getGroup());
          if (group.pending.remove(user)) {
            return LeaveGroupResponse.newBuilder().setOwner(group.owner).build();
          }
          group.requireMember(user);
          group.members.remove(user);
          if (group.members.isEmpty()) {
            deployment.groups.remove(group.name);
            return LeaveGroupResponse.newBuilder().setGroupDeleted(true).build();
          }
          if (group.owner.equals(user)) {
            group.owner = group.members.iterator().next();
          }
          return LeaveGroupResponse.newBuilder().setOwner(group.owner).build();
        });
  }

  @Override
  public void listJoinRequests(
      ListJoinRequestsRequest request, StreamObserver<ListJoinRequestsResponse> out) {
    String user = Callers.session().user();
    String token = request.getPageToken();
    answer(
        out,
        "",
        () -> {
          GroupState group = deployment.group(request.getGroup());
          group.requireOwner(user);
          List<String> all = List.copyOf(group.pending);
          ListJoinRequestsResponse.Builder page = ListJoinRequestsResponse.newBuilder();
          for (String asking : Deployment.page(all, token)) {
            page.addJoinRequests(JoinRequest.newBuilder().setUser(asking));
          }
          return page.setNextPageToken(Deployment.next(all, token)).build();
        });
  }

  @Override
  public void acceptJoinRequest(
      AcceptJoinRequestRequest request, StreamObserver<AcceptJoinRequestResponse> out) {
    String user = Callers.session().user();
    answer(
        out,
        request.getRequestId(),
        () -> {
          GroupState group = deployment.group(request.getGroup());
          takeRequest(group, user, request.getUser());
          group.members.add(request.getUser());
          group.happened(EventKind.EVENT_KIND_JOIN_ACCEPTED, user, request.getUser());
          return AcceptJoinRequestResponse.newBuilder()
              .setMember(member(group, request.getUser()))
              .build();
        });
  }

  @Override
  public void rejectJoinRequest(
      RejectJoinRequestRequest request, StreamObserver<RejectJoinRequestResponse> out) {
    String user = Callers.session().user();
    answer(
        out,
        request.getRequestId(),
        () -> {
          takeRequest(deployment.group(request.getGroup()), user, request.getUser());
          return RejectJoinRequestResponse.getDefaultInstance();
        });
  }

  @Override
  public void listMembers(ListMembersRequest request, StreamObserver<ListMembersResponse> out) {
    String user = Callers.session().user();
    String token = request.getPageToken();
    answer(
        out,
        "",
        () -> {
          GroupState group = deployment.group(request.getGroup());
          group.requireMember(user);
          List<String> all = List.copyOf(group.members);
          ListMembersResponse.Builder page = ListMembersResponse.newBuilder();
          Deployment.page(all, token).forEach(name -> page.addMembers(member(group, name)));
          return page.setNextPageToken(Deployment.next(all, token)).build();
        });
  }

  @Override
  public void removeMember(RemoveMemberRequest request, StreamObserver<RemoveMemberResponse> out) {
    String user = Callers.session().user();
    answer(
        out,
        request.getRequestId(),
        () -> {
          GroupState group = deployment.group(request.getGroup());
          group.requireOwner(user);
          requireAmong(group, request.getUser());
          group.members.remove(request.getUser());
          return RemoveMemberResponse.getDefaultInstance();
        });
  }

  @Override
  public void transferOwnership(
      TransferOwnershipRequest request, StreamObserver<TransferOwnershipResponse> out) {
    String user = Callers.session().user();
    answer(
        out,
        request.getRequestId(),
        () -> {
          GroupState group = deployment.group(request.getGroup());
          group.requireOwner(user);
          requireAmong(group, request.getUser());
          group.owner = request.getUser();
          return TransferOwnershipResponse.newBuilder().setGroup(shown(group, user)).build();
        });
  }

  @Override
  public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> out) {
    String user = Callers.session().user();
    String token = request.getPageToken();
    answer(
        out,
        "",
        () -> {
          GroupState group = deployment.group(request.getGroup());
          group.requireOwner(user);
          List<Event> all = group.events;
          return ListEventsResponse.newBuilder()
              .addAllEvents(Deployment.page(all, token))
              .setNextPageToken(Deployment.next(all, token))
              .build();
        });
  }

  private static void takeRequest(GroupState group, String owner, String asking) {
    group.requireOwner(owner);
    if (!group.pending.remove(asking)) {
      throw Deployment.refusal(
          ErrorReason.ERROR_REASON_JOIN_REQUEST_NOT_FOUND,
          asking + " does not ask to join " + group.name);
    }
  }

  private static void requireAmong(GroupState group, String user) {
    if (!group.members.contains(user)) {
      throw Deployment.refusal(
          ErrorReason.ERROR_REASON_MEMBER_NOT_FOUND, user + " is no member of " + group.name);
    }
  }

  private Member member(GroupState group, String user) {
    return Member.newBuilder()
        .setUser(user)
        .setRole(role(group, user))
        .setJoinTime(Deployment.TIME)
        .setOnline(deployment.online(user))
        .build();
  }

  private static Group shown(GroupState group, String user) {
    return Group.newBuilder()
        .setName(group.name)
        .setOwner(group.owner)
        .setRole(role(group, user))
        .setMemberCount(group.members.size())
        .build();
  }

  private static Role role(GroupState group, String user) {
    if (group.owner.equals(user)) {
      return Role.ROLE_OWNER;
    }
    if (group.members.contains(user)) {
      return Role.ROLE_MEMBER;
    }
    return group.pending.contains(user) ? Role.ROLE_PENDING : Role.ROLE_UNSPECIFIED;
  }
}
