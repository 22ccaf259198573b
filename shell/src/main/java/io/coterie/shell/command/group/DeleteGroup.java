package io.coterie.shell.command.group;

import io.coterie.shell.command.Name;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.tracker.v1.DeleteGroupRequest;
import io.coterie.tracker.v1.DeleteGroupResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Deletes a group of yours with its list of files. Files on disks stay.",
    footer = "Example: delete_group photos")
final class DeleteGroup implements ShellCommand {
  @Parameters(index = "0", paramLabel = "GROUP", description = "A group that you own.")
  Name group;

  @Override
  public void run(ShellContext shell) {
    DeleteGroupRequest request =
        DeleteGroupRequest.newBuilder()
            .setRequestId(RequestIds.next())
            .setGroup(group.value())
            .build();
    DeleteGroupResponse response = shell.call(shell.tracker().groups()::deleteGroup, request);
    shell.show(response, "group " + group.shown() + " deleted");
  }
}
