package io.coterie.shell.command.group;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.tracker.v1.JoinGroupRequest;
import io.coterie.tracker.v1.JoinGroupResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Asks the owner of a group to let you in.",
    footer = "Example: join_group photos")
final class JoinGroup implements ShellCommand {
  @Parameters(index = "0", paramLabel = "GROUP", description = "The group.")
  Name group;

  @Override
  public void run(ShellContext shell) {
    JoinGroupRequest request =
        JoinGroupRequest.newBuilder()
            .setRequestId(RequestIds.next())
            .setGroup(group.value())
            .build();
    JoinGroupResponse response = shell.call(shell.tracker().groups()::joinGroup, request);
    shell.show(
        response,
        "asked " + Names.display(response.getOwner()) + " to let you into " + group.shown());
  }
}
