package io.coterie.shell.command.file;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.Pages;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Table;
import io.coterie.shell.render.Table.Column;
import io.coterie.shell.render.Units;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.FileServiceGrpc.FileServiceBlockingStub;
import io.coterie.tracker.v1.ListFilesRequest;
import io.coterie.tracker.v1.ListFilesResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Lists the files of a group, with how many of their sources are online.",
    footer = "Example: list_files photos")
final class ListFiles implements ShellCommand {
  private static final String UNAVAILABLE = "unavailable";

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("FILE"),
          Column.number("SIZE", size -> size),
          Column.number("SOURCES", n -> n.equals(UNAVAILABLE) ? n : "sources " + n),
          Column.of("PUBLISHER"));

  @Parameters(index = "0", paramLabel = "GROUP", description = "A group that you are in.")
  Name group;

  @Override
  public void run(ShellContext shell) {
    FileServiceBlockingStub files = shell.tracker().files();
    ListFilesResponse.Builder all = ListFilesResponse.newBuilder();
    Pages.all(
        token -> {
          ListFilesRequest request =
              ListFilesRequest.newBuilder()
                  .setGroup(group.value())
                  .setPageSize(Pages.SIZE)
                  .setPageToken(token)
                  .build();
          ListFilesResponse page = shell.call(files::listFiles, request);
          all.addAllFiles(page.getFilesList());
          return page.getNextPageToken();
        });
    List<List<String>> rows = all.getFilesList().stream().map(ListFiles::row).toList();
    shell.show(
        all.build(),
        new Table(COLUMNS, rows, group.shown() + " has no file yet; share one with upload_file"));
  }

  private static List<String> row(File file) {
    return List.of(
        Names.display(file.getName()),
        Units.size(file.getSize()),
        sources(file),
        Names.display(file.getPublisher()));
  }

  private static String sources(File file) {
    return file.getOnlineSources() == 0
        ? UNAVAILABLE
        : Integer.toUnsignedString(file.getOnlineSources())
            + "/"
            + Integer.toUnsignedString(file.getSources());
  }
}
