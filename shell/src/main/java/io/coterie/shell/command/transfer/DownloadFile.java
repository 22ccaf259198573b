package io.coterie.shell.command.transfer;

import io.coterie.peer.v1.StartDownloadRequest;
import io.coterie.peer.v1.StartDownloadResponse;
import io.coterie.peer.v1.Transfer;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Queues a download. wait_downloads waits for its end.",
    footer = "Example: download_file photos beach.jpg ~/pictures")
final class DownloadFile implements ShellCommand {
  @Parameters(index = "0", paramLabel = "GROUP", description = "A group that you are in.")
  Name group;

  @Parameters(index = "1", paramLabel = "FILE", description = "A file of that group.")
  Name file;

  @Parameters(index = "2", paramLabel = "DEST", description = "Where to: a file or a folder.")
  String destination;

  @Option(names = "--force", description = "Replace the destination when it exists.")
  boolean force;

  @Override
  public void run(ShellContext shell) {
    StartDownloadRequest request =
        StartDownloadRequest.newBuilder()
            .setGroup(group.value())
            .setName(file.value())
            .setDestination(shell.paths().destination(destination).toString())
            .setOverwrite(force)
            .build();
    StartDownloadResponse response =
        shell.call(sent -> shell.control().calls().startDownload(sent), request);
    Transfer transfer = response.getTransfer();
    String detail = Names.display(transfer.getDetail());
    shell.show(
        response,
        String.format(
            "queued %s to %s%s",
            Names.display(transfer.getName()),
            Names.display(transfer.getDestination()),
            detail.isEmpty() ? "" : "; " + detail));
  }
}
