package io.coterie.shell.command.group;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.Pages;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Table;
import io.coterie.shell.render.Table.Column;
import io.coterie.shell.render.Times;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.ListMembersRequest;
import io.coterie.tracker.v1.ListMembersResponse;
import io.coterie.tracker.v1.Member;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Lists the members of a group, longest-standing first.",
    footer = "Example: list_members photos")
final class ListMembers implements ShellCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("USER"),
          Column.of("PLACE").alone(place -> "[" + place + "]"),
          Column.of("STATE"),
          Column.of("SINCE").alone(since -> "since " + since));

  @Parameters(index = "0", paramLabel = "GROUP", description = "A group that you are in.")
  Name group;

  @Override
  public void run(ShellContext shell) {
    GroupServiceBlockingStub groups = shell.tracker().groups();
    ListMembersResponse.Builder all = ListMembersResponse.newBuilder();
    Pages.all(
        token -> {
          ListMembersRequest request =
              ListMembersRequest.newBuilder()
                  .setGroup(group.value())
                  .setPageSize(Pages.SIZE)
                  .setPageToken(token)
                  .build();
          ListMembersResponse page = shell.call(groups::listMembers, request);
          all.addAllMembers(page.getMembersList());
          return page.getNextPageToken();
        });
    List<List<String>> rows = all.getMembersList().stream().map(ListMembers::row).toList();
    shell.show(all.build(), new Table(COLUMNS, rows, group.shown() + " has no member"));
  }

  private static List<String> row(Member member) {
    return List.of(
        Names.display(member.getUser()),
        Roles.shown(member.getRole()),
        member.getOnline() ? "online" : "offline",
        Times.shown(member.getJoinTime()));
  }
}
