package io.coterie.shell.command.file;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.Pages;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Table;
import io.coterie.shell.render.Table.Column;
import io.coterie.tracker.v1.FileServiceGrpc.FileServiceBlockingStub;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.ListSourcesResponse;
import io.coterie.tracker.v1.Source;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Lists the peers that hold a file, wholly or in part; those online first.",
    footer = "Example: list_sources photos beach.jpg")
final class ListSources implements ShellCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("USER"),
          Column.of("STATE"),
          Column.of("ADDRESS"),
          Column.of("PEER").alone(peer -> "peer " + peer));

  @Parameters(index = "0", paramLabel = "GROUP", description = "A group that you are in.")
  Name group;

  @Parameters(index = "1", paramLabel = "FILE", description = "A file of that group.")
  Name file;

  @Override
  public void run(ShellContext shell) {
    FileServiceBlockingStub files = shell.tracker().files();
    ListSourcesResponse.Builder all = ListSourcesResponse.newBuilder();
    Pages.all(
        token -> {
          ListSourcesRequest request =
              ListSourcesRequest.newBuilder()
                  .setGroup(group.value())
                  .setName(file.value())
                  .setPageSize(Pages.SIZE)
                  .setPageToken(token)
                  .build();
          ListSourcesResponse page = shell.call(files::listSources, request);
          all.addAllSources(page.getSourcesList());
          return page.getNextPageToken();
        });
    List<List<String>> rows = all.getSourcesList().stream().map(ListSources::row).toList();
    shell.show(all.build(), new Table(COLUMNS, rows, "nobody shares " + file.shown() + " now"));
  }

  private static List<String> row(Source source) {
    String addresses = String.join(", ", source.getEndpointsList());
    return List.of(
        Names.display(source.getUser()),
        source.getOnline() ? "online" : "offline",
        addresses.isEmpty() ? "-" : Names.display(addresses),
        Names.display(source.getPeerId()));
  }
}
