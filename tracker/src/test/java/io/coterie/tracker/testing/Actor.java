package io.coterie.tracker.testing;

import com.google.protobuf.ByteString;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.tracker.v1.AcceptJoinRequestRequest;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.AccountServiceGrpc.AccountServiceBlockingStub;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.FileServiceGrpc.FileServiceBlockingStub;
import io.coterie.tracker.v1.GetFileRequest;
import io.coterie.tracker.v1.GetGroupRequest;
import io.coterie.tracker.v1.Group;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.IssueGrantRequest;
import io.coterie.tracker.v1.JoinGroupRequest;
import io.coterie.tracker.v1.LeaveGroupRequest;
import io.coterie.tracker.v1.LeaveGroupResponse;
import io.coterie.tracker.v1.LogoutRequest;
import io.coterie.tracker.v1.RemoveMemberRequest;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.coterie.tracker.v1.ShareFileRequest;
import io.coterie.tracker.v1.ShareFileResponse;
import io.grpc.Channel;
import java.util.UUID;

/**
 * Somebody who is logged in, from a peer unless told otherwise.
 *
 * @param channel carries the session's token
 */
public record Actor(String name, String token, String sessionId, PeerKey peer, Channel channel) {

  /** The piece size of files below 4 GiB. */
  public static final int MEBIBYTE = 1 << 20;

  /** A request id never used before. */
  public static String id() {
    return UUID.randomUUID().toString();
  }

  /** A Merkle root told by one byte. */
  public static ByteString root(int seed) {
    byte[] root = new byte[32];
    root[0] = (byte) seed;
    return ByteString.copyFrom(root);
  }

  public AccountServiceBlockingStub accounts() {
    return AccountServiceGrpc.newBlockingStub(channel);
  }

  public SessionServiceBlockingStub sessions() {
    return SessionServiceGrpc.newBlockingStub(channel);
  }

  public GroupServiceBlockingStub groups() {
    return GroupServiceGrpc.newBlockingStub(channel);
  }

  public FileServiceBlockingStub files() {
    return FileServiceGrpc.newBlockingStub(channel);
  }

  /** Creates a group. */
  public Group creates(String group) {
    return groups()
        .createGroup(CreateGroupRequest.newBuilder().setRequestId(id()).setGroup(group).build())
        .getGroup();
  }

  /** Asks to join a group. */
  public void asksToJoin(String group) {
    var unused =
        groups()
            .joinGroup(JoinGroupRequest.newBuilder().setRequestId(id()).setGroup(group).build());
  }

  /** Accepts somebody's request. */
  public void accepts(String group, String user) {
    var unused =
        groups()
            .acceptJoinRequest(
                AcceptJoinRequestRequest.newBuilder()
                    .setRequestId(id())
                    .setGroup(group)
                    .setUser(user)
                    .build());
  }

  /** Lets others into a group of one's own. */
  public void letsIn(String group, Actor... others) {
    for (Actor other : others) {
      other.asksToJoin(group);
      accepts(group, other.name());
    }
  }

  /** Leaves a group. */
  public LeaveGroupResponse leaves(String group) {
    return groups()
        .leaveGroup(LeaveGroupRequest.newBuilder().setRequestId(id()).setGroup(group).build());
  }

  /** Removes a member. */
  public void removes(String group, String user) {
    var unused =
        groups()
            .removeMember(
                RemoveMemberRequest.newBuilder()
                    .setRequestId(id())
                    .setGroup(group)
                    .setUser(user)
                    .build());
  }

  /** The group as this user sees it. */
  public Group sees(String group) {
    return groups().getGroup(GetGroupRequest.newBuilder().setGroup(group).build()).getGroup();
  }

  /** The membership's version, out of a fresh grant. */
  public long grantVersion(String group) {
    String grant =
        groups().issueGrant(IssueGrantRequest.newBuilder().setGroup(group).build()).getGrant();
    return Long.parseLong(grant.split("/", -1)[2]);
  }

  /** Shares a file of one mebibyte whose content the seed tells. */
  public File shares(String group, String name, int seed) {
    ShareFileResponse response =
        files()
            .shareFile(
                ShareFileRequest.newBuilder()
                    .setRequestId(id())
                    .setGroup(group)
                    .setName(name)
                    .setSize(MEBIBYTE)
                    .setPieceSize(MEBIBYTE)
                    .setRoot(root(seed))
                    .build());
    return response.getFile();
  }

  /** One file. */
  public File file(String group, String name) {
    return files()
        .getFile(GetFileRequest.newBuilder().setGroup(group).setName(name).build())
        .getFile();
  }

  /** Logs out. */
  public void logsOut() {
    var unused = sessions().logout(LogoutRequest.newBuilder().setRequestId(id()).build());
  }
}
