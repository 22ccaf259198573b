package io.coterie.shell.command.group;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Pages;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Table;
import io.coterie.shell.render.Table.Column;
import io.coterie.tracker.v1.Group;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.ListGroupsRequest;
import io.coterie.tracker.v1.ListGroupsResponse;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    description = "Lists all groups, each with your place in it.",
    footer = "Example: list_groups")
final class ListGroups implements ShellCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("GROUP"),
          Column.of("OWNER").alone(owner -> "owner " + owner),
          Column.number("MEMBERS", n -> n + (n.equals("1") ? " member" : " members")),
          Column.of("YOU").alone(place -> "[" + place + "]"));

  @Override
  public void run(ShellContext shell) {
    GroupServiceBlockingStub groups = shell.tracker().groups();
    ListGroupsResponse.Builder all = ListGroupsResponse.newBuilder();
    Pages.all(
        token -> {
          ListGroupsRequest request =
              ListGroupsRequest.newBuilder().setPageSize(Pages.SIZE).setPageToken(token).build();
          ListGroupsResponse page = shell.call(groups::listGroups, request);
          all.addAllGroups(page.getGroupsList());
          return page.getNextPageToken();
        });
    List<List<String>> rows = all.getGroupsList().stream().map(ListGroups::row).toList();
    shell.show(
        all.build(), new Table(COLUMNS, rows, "there is no group yet; make one with create_group"));
  }

  private static List<String> row(Group group) {
    return List.of(
        Names.display(group.getName()),
        Names.display(group.getOwner()),
        Integer.toUnsignedString(group.getMemberCount()),
        Roles.shown(group.getRole()));
  }
}
