package io.coterie.shell.command.group;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.Pages;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Table;
import io.coterie.shell.render.Table.Column;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.JoinRequest;
import io.coterie.tracker.v1.ListJoinRequestsRequest;
import io.coterie.tracker.v1.ListJoinRequestsResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Lists who asks to join a group of yours, oldest first.",
    footer = "Example: list_requests photos")
final class ListRequests implements ShellCommand {
  private static final List<Column> COLUMNS = List.of(Column.of("USER"));

  @Parameters(index = "0", paramLabel = "GROUP", description = "A group that you own.")
  Name group;

  @Override
  public void run(ShellContext shell) {
    GroupServiceBlockingStub groups = shell.tracker().groups();
    ListJoinRequestsResponse.Builder all = ListJoinRequestsResponse.newBuilder();
    Pages.all(
        token -> {
          ListJoinRequestsRequest request =
              ListJoinRequestsRequest.newBuilder()
                  .setGroup(group.value())
                  .setPageSize(Pages.SIZE)
                  .setPageToken(token)
                  .build();
          ListJoinRequestsResponse page = shell.call(groups::listJoinRequests, request);
          all.addAllJoinRequests(page.getJoinRequestsList());
          return page.getNextPageToken();
        });
    List<List<String>> rows = all.getJoinRequestsList().stream().map(ListRequests::row).toList();
    shell.show(all.build(), new Table(COLUMNS, rows, "nobody asks to join " + group.shown()));
  }

  private static List<String> row(JoinRequest request) {
    return List.of(Names.display(request.getUser()));
  }
}
