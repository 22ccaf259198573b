package io.coterie.shell.command.group;

import io.coterie.shell.command.Name;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.tracker.v1.AcceptJoinRequestRequest;
import io.coterie.tracker.v1.AcceptJoinRequestResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Makes a user who asked to join a group of yours a member.",
    footer = "Example: accept_request photos bob")
final class AcceptRequest implements ShellCommand {
  @Parameters(index = "0", paramLabel = "GROUP", description = "A group that you own.")
  Name group;

  @Parameters(index = "1", paramLabel = "USER", description = "Who asked.")
  Name user;

  @Override
  public void run(ShellContext shell) {
    AcceptJoinRequestRequest request =
        AcceptJoinRequestRequest.newBuilder()
            .setRequestId(RequestIds.next())
            .setGroup(group.value())
            .setUser(user.value())
            .build();
    AcceptJoinRequestResponse response =
        shell.call(shell.tracker().groups()::acceptJoinRequest, request);
    shell.show(response, String.format("%s is now a member of %s", user.shown(), group.shown()));
  }
}
