package io.coterie.shell.command.account;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Pages;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Table;
import io.coterie.shell.render.Table.Column;
import io.coterie.shell.render.Times;
import io.coterie.tracker.v1.ListSessionsRequest;
import io.coterie.tracker.v1.ListSessionsResponse;
import io.coterie.tracker.v1.Session;
import io.coterie.tracker.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    description = "Lists where you are logged in, newest first.",
    footer = "Example: list_sessions")
final class ListSessions implements ShellCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("SESSION"),
          Column.of("SINCE").alone(since -> "since " + since),
          Column.of("PEER").alone(peer -> "peer " + peer),
          Column.of(""));

  @Override
  public void run(ShellContext shell) {
    SessionServiceBlockingStub sessions = shell.tracker().sessions();
    ListSessionsResponse.Builder all = ListSessionsResponse.newBuilder();
    Pages.all(
        token -> {
          ListSessionsRequest request =
              ListSessionsRequest.newBuilder().setPageSize(Pages.SIZE).setPageToken(token).build();
          ListSessionsResponse page = shell.call(sessions::listSessions, request);
          all.addAllSessions(page.getSessionsList());
          return page.getNextPageToken();
        });
    List<List<String>> rows = all.getSessionsList().stream().map(ListSessions::row).toList();
    shell.show(all.build(), new Table(COLUMNS, rows, "you are logged in nowhere"));
  }

  private static List<String> row(Session session) {
    return List.of(
        Names.display(session.getSessionId()),
        Times.shown(session.getCreateTime()),
        session.getPeerId().isEmpty() ? "-" : Names.display(session.getPeerId()),
        session.getCurrent() ? "[this one]" : "-");
  }
}
