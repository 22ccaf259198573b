package io.coterie.shell.command.group;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.CreateGroupResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Creates a group, of which you are the owner.",
    footer = "Example: create_group photos")
final class CreateGroup implements ShellCommand {
  @Parameters(index = "0", paramLabel = "NEW_GROUP", description = "The name of the new group.")
  Name group;

  @Override
  public void run(ShellContext shell) {
    CreateGroupRequest request =
        CreateGroupRequest.newBuilder()
            .setRequestId(RequestIds.next())
            .setGroup(group.value())
            .build();
    CreateGroupResponse response = shell.call(shell.tracker().groups()::createGroup, request);
    String name = Names.display(response.getGroup().getName());
    shell.show(response, "group " + name + " created; you own " + name + " now");
  }
}
