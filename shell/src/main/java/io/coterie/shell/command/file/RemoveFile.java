package io.coterie.shell.command.file;

import io.coterie.shell.command.Name;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.tracker.v1.RemoveFileRequest;
import io.coterie.tracker.v1.RemoveFileResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Takes a file off a group's list, for the one who published it and the group's owner.",
      "Copies on disks stay."
    },
    footer = "Example: remove_file photos beach.jpg")
final class RemoveFile implements ShellCommand {
  @Parameters(index = "0", paramLabel = "GROUP", description = "The group.")
  Name group;

  @Parameters(index = "1", paramLabel = "FILE", description = "The file.")
  Name file;

  @Override
  public void run(ShellContext shell) {
    RemoveFileRequest request =
        RemoveFileRequest.newBuilder()
            .setRequestId(RequestIds.next())
            .setGroup(group.value())
            .setName(file.value())
            .build();
    RemoveFileResponse response = shell.call(shell.tracker().files()::removeFile, request);
    shell.show(response, "removed " + file.shown() + " from " + group.shown());
  }
}
