package io.coterie.e2e.faults;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.coterie.tracker.v1.AcceptJoinRequestRequest;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.FileServiceGrpc.FileServiceBlockingStub;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.JoinGroupRequest;
import io.coterie.tracker.v1.LeaveGroupRequest;
import io.coterie.tracker.v1.RejectJoinRequestRequest;
import io.coterie.tracker.v1.RemoveMemberRequest;
import io.coterie.tracker.v1.ShareFileRequest;
import io.coterie.tracker.v1.StopSharingRequest;
import io.coterie.tracker.v1.TransferOwnershipRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Changes as the calls that ask for them. */
final class Changes {

  private static final int MEBIBYTE = 1 << 20;
  private static final int ROOT_BYTES = 32;

  private Changes() {}

  /** Asks for a change and returns the answer, or throws the call's status. */
  static Message ask(
      GroupServiceBlockingStub groups, FileServiceBlockingStub files, Change change, String id) {
    String group = change.group();
    return switch (change.action()) {
      case CREATE ->
          groups.createGroup(
              CreateGroupRequest.newBuilder().setRequestId(id).setGroup(group).build());
      case JOIN ->
          groups.joinGroup(JoinGroupRequest.newBuilder().setRequestId(id).setGroup(group).build());
      case ACCEPT ->
          groups.acceptJoinRequest(
              AcceptJoinRequestRequest.newBuilder()
                  .setRequestId(id)
                  .setGroup(group)
                  .setUser(change.subject())
                  .build());
      case REJECT ->
          groups.rejectJoinRequest(
              RejectJoinRequestRequest.newBuilder()
                  .setRequestId(id)
                  .setGroup(group)
                  .setUser(change.subject())
                  .build());
      case REMOVE ->
          groups.removeMember(
              RemoveMemberRequest.newBuilder()
                  .setRequestId(id)
                  .setGroup(group)
                  .setUser(change.subject())
                  .build());
      case LEAVE ->
          groups.leaveGroup(
              LeaveGroupRequest.newBuilder().setRequestId(id).setGroup(group).build());
      case TRANSFER ->
          groups.transferOwnership(
              TransferOwnershipRequest.newBuilder()
                  .setRequestId(id)
                  .setGroup(group)
                  .setUser(change.subject())
                  .build());
      case SHARE ->
          files.shareFile(
              ShareFileRequest.newBuilder()
                  .setRequestId(id)
                  .setGroup(group)
                  .setName(change.file())
                  .setSize(MEBIBYTE)
                  .setPieceSize(MEBIBYTE)
                  .setRoot(rootOf(change.file()))
                  .build());
      case STOP_SHARE ->
          files.stopSharing(
              StopSharingRequest.newBuilder()
                  .setRequestId(id)
                  .setGroup(group)
                  .setName(change.file())
                  .build());
    };
  }

  private static ByteString rootOf(String file) {
    return ByteString.copyFrom(Arrays.copyOf(file.getBytes(StandardCharsets.UTF_8), ROOT_BYTES));
  }
}
