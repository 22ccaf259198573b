package io.coterie.tracker.grpc;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.tracker.event.Event;
import io.coterie.tracker.group.GrantDesk;
import io.coterie.tracker.group.Group;
import io.coterie.tracker.group.GroupHistory;
import io.coterie.tracker.group.Groups;
import io.coterie.tracker.group.JoinRequest;
import io.coterie.tracker.group.JoinRequests;
import io.coterie.tracker.group.Member;
import io.coterie.tracker.group.Memberships;
import io.coterie.tracker.request.RequestKey;
import io.coterie.tracker.request.Requests;
import io.coterie.tracker.store.Page;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import io.coterie.tracker.v1.AcceptJoinRequestRequest;
import io.coterie.tracker.v1.AcceptJoinRequestResponse;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.CreateGroupResponse;
import io.coterie.tracker.v1.DeleteGroupRequest;
import io.coterie.tracker.v1.DeleteGroupResponse;
import io.coterie.tracker.v1.GetGroupRequest;
import io.coterie.tracker.v1.GetGroupResponse;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceImplBase;
import io.coterie.tracker.v1.IssueGrantRequest;
import io.coterie.tracker.v1.IssueGrantResponse;
import io.coterie.tracker.v1.JoinGroupRequest;
import io.coterie.tracker.v1.JoinGroupResponse;
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
import io.coterie.tracker.v1.RejectJoinRequestRequest;
import io.coterie.tracker.v1.RejectJoinRequestResponse;
import io.coterie.tracker.v1.RemoveMemberRequest;
import io.coterie.tracker.v1.RemoveMemberResponse;
import io.coterie.tracker.v1.TransferOwnershipRequest;
import io.coterie.tracker.v1.TransferOwnershipResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.BiFunction;

/** GroupService on the wire. */
public final class GroupGrpcService extends GroupServiceImplBase {

  private final Transactions transactions;
  private final Requests requests;
  private final Groups groups;
  private final JoinRequests joinRequests;
  private final Memberships memberships;
  private final GrantDesk grants;
  private final GroupHistory history;
  private final PageTokens tokens;

  public GroupGrpcService(
      Transactions transactions,
      Requests requests,
      Groups groups,
      JoinRequests joinRequests,
      Memberships memberships,
      GrantDesk grants,
      GroupHistory history,
      PageTokens tokens) {
    this.transactions = transactions;
    this.requests = requests;
    this.groups = groups;
    this.joinRequests = joinRequests;
    this.memberships = memberships;
    this.grants = grants;
    this.history = history;
    this.tokens = tokens;
  }

  @Override
  public void createGroup(CreateGroupRequest request, StreamObserver<CreateGroupResponse> call) {
    change(
        call,
        request,
        request.getRequestId(),
        CreateGroupResponse.parser(),
        (tx, caller) ->
            CreateGroupResponse.newBuilder()
                .setGroup(GroupMessages.of(groups.create(tx, caller, request.getGroup())))
                .build());
  }

  @Override
  public void deleteGroup(DeleteGroupRequest request, StreamObserver<DeleteGroupResponse> call) {
    change(
        call,
        request,
        request.getRequestId(),
        DeleteGroupResponse.parser(),
        (tx, caller) -> {
          groups.delete(tx, caller, request.getGroup());
          return DeleteGroupResponse.getDefaultInstance();
        });
  }

  @Override
  public void listGroups(ListGroupsRequest request, StreamObserver<ListGroupsResponse> call) {
    SessionCaller caller = Callers.session();
    Listing listing = new Listing(tokens, request, caller.userKey());
    Optional<String> after = listing.after();
    Page<Group> page = transactions.lookUp(tx -> groups.list(tx, caller, after, listing.size()));
    ListGroupsResponse.Builder response =
        ListGroupsResponse.newBuilder()
            .setNextPageToken(listing.next(page, last -> new String[] {last.name()}));
    page.items().forEach(group -> response.addGroups(GroupMessages.of(group)));
    Unary.answer(call, response.build());
  }

  @Override
  public void getGroup(GetGroupRequest request, StreamObserver<GetGroupResponse> call) {
    SessionCaller caller = Callers.session();
    Group group = transactions.lookUp(tx -> groups.get(tx, caller, request.getGroup()));
    Unary.answer(call, GetGroupResponse.newBuilder().setGroup(GroupMessages.of(group)).build());
  }

  @Override
  public void joinGroup(JoinGroupRequest request, StreamObserver<JoinGroupResponse> call) {
    change(
        call,
        request,
        request.getRequestId(),
        JoinGroupResponse.parser(),
        (tx, caller) ->
            JoinGroupResponse.newBuilder()
                .setOwner(joinRequests.ask(tx, caller, request.getGroup()))
                .build());
  }

  @Override
  public void listJoinRequests(
      ListJoinRequestsRequest request, StreamObserver<ListJoinRequestsResponse> call) {
    SessionCaller caller = Callers.session();
    Listing listing = new Listing(tokens, request, caller.userKey());
    long after = listing.afterNumber(0);
    Page<JoinRequest> page =
        transactions.read(
            tx -> joinRequests.list(tx, caller, request.getGroup(), after, listing.size()));
    ListJoinRequestsResponse.Builder response =
        ListJoinRequestsResponse.newBuilder()
            .setNextPageToken(
                listing.next(page, last -> new String[] {Long.toString(last.position())}));
    page.items().forEach(pending -> response.addJoinRequests(GroupMessages.of(pending)));
    Unary.answer(call, response.build());
  }

  @Override
  public void acceptJoinRequest(
      AcceptJoinRequestRequest request, StreamObserver<AcceptJoinRequestResponse> call) {
    change(
        call,
        request,
        request.getRequestId(),
        AcceptJoinRequestResponse.parser(),
        (tx, caller) ->
            AcceptJoinRequestResponse.newBuilder()
                .setMember(
                    GroupMessages.of(
                        joinRequests.accept(tx, caller, request.getGroup(), request.getUser())))
                .build());
  }

  @Override
  public void rejectJoinRequest(
      RejectJoinRequestRequest request, StreamObserver<RejectJoinRequestResponse> call) {
    change(
        call,
        request,
        request.getRequestId(),
        RejectJoinRequestResponse.parser(),
        (tx, caller) -> {
          joinRequests.reject(tx, caller, request.getGroup(), request.getUser());
          return RejectJoinRequestResponse.getDefaultInstance();
        });
  }

  @Override
  public void leaveGroup(LeaveGroupRequest request, StreamObserver<LeaveGroupResponse> call) {
    change(
        call,
        request,
        request.getRequestId(),
        LeaveGroupResponse.parser(),
        (tx, caller) -> {
          Optional<String> owner = memberships.leave(tx, caller, request.getGroup());
          return LeaveGroupResponse.newBuilder()
              .setOwner(owner.orElse(""))
              .setGroupDeleted(owner.isEmpty())
              .build();
        });
  }

  @Override
  public void listMembers(ListMembersRequest request, StreamObserver<ListMembersResponse> call) {
    SessionCaller caller = Callers.session();
    Listing listing = new Listing(tokens, request, caller.userKey());
    long after = listing.afterNumber(0);
    Page<Member> page =
        transactions.read(
            tx -> memberships.list(tx, caller, request.getGroup(), after, listing.size()));
    ListMembersResponse.Builder response =
        ListMembersResponse.newBuilder()
            .setNextPageToken(
                listing.next(page, last -> new String[] {Long.toString(last.position())}));
    page.items().forEach(member -> response.addMembers(GroupMessages.of(member)));
    Unary.answer(call, response.build());
  }

  @Override
  public void removeMember(RemoveMemberRequest request, StreamObserver<RemoveMemberResponse> call) {
    change(
        call,
        request,
        request.getRequestId(),
        RemoveMemberResponse.parser(),
        (tx, caller) -> {
          memberships.remove(tx, caller, request.getGroup(), request.getUser());
          return RemoveMemberResponse.getDefaultInstance();
        });
  }

  @Override
  public void transferOwnership(
      TransferOwnershipRequest request, StreamObserver<TransferOwnershipResponse> call) {
    change(
        call,
        request,
        request.getRequestId(),
        TransferOwnershipResponse.parser(),
        (tx, caller) ->
            TransferOwnershipResponse.newBuilder()
                .setGroup(
                    GroupMessages.of(
                        memberships.transfer(tx, caller, request.getGroup(), request.getUser())))
                .build());
  }

  @Override
  public void issueGrant(IssueGrantRequest request, StreamObserver<IssueGrantResponse> call) {
    GrantDesk.Issued issued = grants.issue(Callers.session(), request.getGroup());
    Unary.answer(
        call,
        IssueGrantResponse.newBuilder()
            .setGrant(issued.grant().token())
            .setExpireTime(Unary.timestamp(issued.grant().expireTime()))
            .setGroupId(issued.groupId())
            .build());
  }

  @Override
  public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> call) {
    SessionCaller caller = Callers.session();
    Listing listing = new Listing(tokens, request, caller.userKey());
    long before = listing.afterNumber(Long.MAX_VALUE);
    Page<Event> page =
        transactions.read(
            tx -> history.list(tx, caller, request.getGroup(), before, listing.size()));
    ListEventsResponse.Builder response =
        ListEventsResponse.newBuilder()
            .setNextPageToken(listing.next(page, last -> new String[] {Long.toString(last.id())}));
    page.items().forEach(event -> response.addEvents(GroupMessages.of(event)));
    Unary.answer(call, response.build());
  }

  private <R extends Message> void change(
      StreamObserver<R> call,
      Message request,
      String requestId,
      Parser<R> parser,
      BiFunction<Tx, SessionCaller, R> work) {
    SessionCaller caller = Callers.session();
    RequestKey key = RequestKey.of(caller, requestId);
    Unary.answer(call, requests.once(key, request, parser, tx -> work.apply(tx, caller)));
  }
}
