package io.coterie.shell.command.group;

import io.coterie.shell.command.CommandEntry;
import java.util.List;

/** The commands of this package. */
public final class GroupCommands {
  private GroupCommands() {}

  /** In the order in which help shows them. */
  public static List<CommandEntry> all() {
    return List.of(
        new CommandEntry("create_group", CreateGroup::new),
        new CommandEntry("list_groups", ListGroups::new),
        new CommandEntry("join_group", JoinGroup::new),
        new CommandEntry("leave_group", LeaveGroup::new),
        new CommandEntry("list_requests", ListRequests::new),
        new CommandEntry("accept_request", AcceptRequest::new),
        new CommandEntry("reject_request", RejectRequest::new),
        new CommandEntry("list_members", ListMembers::new),
        new CommandEntry("remove_member", RemoveMember::new),
        new CommandEntry("transfer_ownership", TransferOwnership::new),
        new CommandEntry("delete_group", DeleteGroup::new),
        new CommandEntry("history", History::new));
  }
}
