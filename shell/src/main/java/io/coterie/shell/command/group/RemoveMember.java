package io.coterie.shell.command.group;

import io.coterie.shell.command.Name;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.tracker.v1.RemoveMemberRequest;
import io.coterie.tracker.v1.RemoveMemberResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Removes a member from a group of yours; peers stop serving that user at once.",
    footer = "Example: remove_member photos bob")
final class RemoveMember implements ShellCommand {
  @Parameters(index = "0", paramLabel = "GROUP", description = "A group that you own.")
  Name group;

  @Parameters(index = "1", paramLabel = "USER", description = "Who is to go.")
  Name user;

  @Override
  public void run(ShellContext shell) {
    RemoveMemberRequest request =
        RemoveMemberRequest.newBuilder()
            .setRequestId(RequestIds.next())
            .setGroup(group.value())
            .setUser(user.value())
            .build();
    RemoveMemberResponse response = shell.call(shell.tracker().groups()::removeMember, request);
    shell.show(response, user.shown() + " is no longer a member of " + group.shown());
  }
}
