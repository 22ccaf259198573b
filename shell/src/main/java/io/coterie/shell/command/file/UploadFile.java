package io.coterie.shell.command.file;

import io.coterie.peer.v1.Share;
import io.coterie.peer.v1.ShareFileRequest;
import io.coterie.peer.v1.ShareFileResponse;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.CommandFailure;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Units;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Shares a file with a group. It stays where it is and is not copied.",
    footer = "Example: upload_file ~/pictures/beach.jpg photos")
final class UploadFile implements ShellCommand {
  @Parameters(index = "0", paramLabel = "PATH", description = "The file on this computer.")
  String path;

  @Parameters(index = "1", paramLabel = "GROUP", description = "A group that you are in.")
  Name group;

  @Override
  public void run(ShellContext shell) {
    ShareFileRequest request =
        ShareFileRequest.newBuilder()
            .setGroup(group.value())
            .setPath(shell.paths().resolve(path).toString())
            .build();
    ShareFileResponse response = shell.call(sent -> share(shell, sent), request);
    Share share = response.getShare();
    shell.show(
        share,
        String.format(
            "shared %s in %s (%s)",
            Names.display(share.getName()),
            Names.display(share.getGroup()),
            Units.size(share.getSize())));
  }

  private static ShareFileResponse share(ShellContext shell, ShareFileRequest request) {
    Iterator<ShareFileResponse> progress = shell.control().streams().shareFile(request);
    while (progress.hasNext()) {
      ShareFileResponse step = progress.next();
      if (step.hasShare()) {
        return step;
      }
      String percent = Units.percent(step.getHashedBytes(), step.getSize());
      shell.progress().show("hashing " + Units.size(step.getSize()) + "  " + percent);
    }
    throw new CommandFailure("the peer ended without sharing the file; try again");
  }
}
