package io.coterie.shell.command.group;

import io.coterie.shell.command.Name;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.tracker.v1.RejectJoinRequestRequest;
import io.coterie.tracker.v1.RejectJoinRequestResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Turns down a user who asked to join a group of yours.",
    footer = "Example: reject_request photos bob")
final class RejectRequest implements ShellCommand {
  @Parameters(index = "0", paramLabel = "GROUP", description = "A group that you own.")
  Name group;

  @Parameters(index = "1", paramLabel = "USER", description = "Who asked.")
  Name user;

  @Override
  public void run(ShellContext shell) {
    RejectJoinRequestRequest request =
        RejectJoinRequestRequest.newBuilder()
            .setRequestId(RequestIds.next())
            .setGroup(group.value())
            .setUser(user.value())
            .build();
    RejectJoinRequestResponse response =
        shell.call(shell.tracker().groups()::rejectJoinRequest, request);
    shell.show(response, String.format("%s was turned down for %s", user.shown(), group.shown()));
  }
}
