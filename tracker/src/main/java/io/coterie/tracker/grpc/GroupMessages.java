package io.coterie.tracker.grpc;

import io.coterie.tracker.event.Event;
import io.coterie.tracker.group.Group;
import io.coterie.tracker.group.JoinRequest;
import io.coterie.tracker.group.Member;
import io.coterie.tracker.group.Role;
import io.coterie.tracker.v1.EventKind;

/** What the group service says, as messages. */
final class GroupMessages {

  private GroupMessages() {}

  static io.coterie.tracker.v1.Group of(Group group) {
    return io.coterie.tracker.v1.Group.newBuilder()
        .setName(group.name())
        .setGroupId(group.id())
        .setOwner(group.owner())
        .setRole(of(group.role()))
        .setMemberCount(group.memberCount())
        .setFileCount(group.fileCount())
        .setCreateTime(Unary.timestamp(group.createTime()))
        .build();
  }

  static io.coterie.tracker.v1.Member of(Member member) {
    return io.coterie.tracker.v1.Member.newBuilder()
        .setUser(member.user())
        .setRole(of(member.role()))
        .setJoinTime(Unary.timestamp(member.joinTime()))
        .setOnline(member.online())
        .build();
  }

  static io.coterie.tracker.v1.JoinRequest of(JoinRequest request) {
    return io.coterie.tracker.v1.JoinRequest.newBuilder()
        .setUser(request.user())
        .setCreateTime(Unary.timestamp(request.createTime()))
        .build();
  }

  static io.coterie.tracker.v1.Event of(Event event) {
    return io.coterie.tracker.v1.Event.newBuilder()
        .setTime(Unary.timestamp(event.time()))
        .setKind(EventKind.valueOf("EVENT_KIND_" + event.kind().name()))
        .setActor(event.actor())
        .setSubject(event.subject().orElse(""))
        .setFile(event.file().orElse(""))
        .setBytes(event.bytes())
        .build();
  }

  static io.coterie.tracker.v1.Role of(Role role) {
    return role == Role.NONE
        ? io.coterie.tracker.v1.Role.ROLE_UNSPECIFIED
        : io.coterie.tracker.v1.Role.valueOf("ROLE_" + role.name());
  }
}
