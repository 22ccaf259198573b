package io.coterie.shell.command.group;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.tracker.v1.Group;
import io.coterie.tracker.v1.TransferOwnershipRequest;
import io.coterie.tracker.v1.TransferOwnershipResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Makes another member the owner of a group of yours; you stay a member.",
    footer = "Example: transfer_ownership photos bob")
final class TransferOwnership implements ShellCommand {
  @Parameters(index = "0", paramLabel = "GROUP", description = "A group that you own.")
  Name group;

  @Parameters(index = "1", paramLabel = "USER", description = "The member who becomes owner.")
  Name user;

  @Override
  public void run(ShellContext shell) {
    TransferOwnershipRequest request =
        TransferOwnershipRequest.newBuilder()
            .setRequestId(RequestIds.next())
            .setGroup(group.value())
            .setUser(user.value())
            .build();
    TransferOwnershipResponse response =
        shell.call(shell.tracker().groups()::transferOwnership, request);
    Group now = response.getGroup();
    shell.show(
        response, Names.display(now.getOwner()) + " now owns " + Names.display(now.getName()));
  }
}
