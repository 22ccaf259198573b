package io.coterie.shell.command.group;

import io.coterie.shell.command.Name;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.tracker.v1.LeaveGroupRequest;
import io.coterie.tracker.v1.LeaveGroupResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Leaves a group, or takes back your request to join it.",
      "When its owner leaves, the longest-standing member becomes owner."
    },
    footer = "Example: leave_group photos")
final class LeaveGroup implements ShellCommand {
  @Parameters(index = "0", paramLabel = "GROUP", description = "The group.")
  Name group;

  @Override
  public void run(ShellContext shell) {
    LeaveGroupRequest request =
        LeaveGroupRequest.newBuilder()
            .setRequestId(RequestIds.next())
            .setGroup(group.value())
            .build();
    LeaveGroupResponse response = shell.call(shell.tracker().groups()::leaveGroup, request);
    String end = response.getGroupDeleted() ? "; it had no other member and is gone" : "";
    shell.show(response, "left " + group.shown() + end);
  }
}
