package io.coterie.shell.command.group;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.Pages;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Table;
import io.coterie.shell.render.Table.Column;
import io.coterie.shell.render.Times;
import io.coterie.shell.render.Units;
import io.coterie.tracker.v1.Event;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.ListEventsRequest;
import io.coterie.tracker.v1.ListEventsResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Shows what happened in a group of yours, newest first.",
    footer = "Example: history photos")
final class History implements ShellCommand {
  private static final List<Column> COLUMNS = List.of(Column.of("TIME"), Column.of("WHAT"));

  @Parameters(index = "0", paramLabel = "GROUP", description = "A group that you own.")
  Name group;

  @Override
  public void run(ShellContext shell) {
    GroupServiceBlockingStub groups = shell.tracker().groups();
    ListEventsResponse.Builder all = ListEventsResponse.newBuilder();
    Pages.all(
        token -> {
          ListEventsRequest request =
              ListEventsRequest.newBuilder()
                  .setGroup(group.value())
                  .setPageSize(Pages.SIZE)
                  .setPageToken(token)
                  .build();
          ListEventsResponse page = shell.call(groups::listEvents, request);
          all.addAllEvents(page.getEventsList());
          return page.getNextPageToken();
        });
    List<List<String>> rows =
        all.getEventsList().stream()
            .map(event -> List.of(Times.shown(event.getTime()), sentence(event)))
            .toList();
    shell.show(all.build(), new Table(COLUMNS, rows, "nothing has happened yet"));
  }

  private static String sentence(Event event) {
    String actor = Names.display(event.getActor());
    String subject = Names.display(event.getSubject());
    String file = Names.display(event.getFile());
    return switch (event.getKind()) {
      case EVENT_KIND_GROUP_CREATED -> actor + " created the group";
      case EVENT_KIND_JOIN_REQUESTED -> actor + " asked to join";
      case EVENT_KIND_JOIN_ACCEPTED -> actor + " accepted " + subject;
      case EVENT_KIND_JOIN_REJECTED -> actor + " turned down " + subject;
      case EVENT_KIND_LEFT -> actor + " left";
      case EVENT_KIND_REMOVED -> actor + " removed " + subject;
      case EVENT_KIND_OWNER_CHANGED -> actor + " made " + subject + " the owner";
      case EVENT_KIND_FILE_SHARED -> actor + " shared " + file;
      case EVENT_KIND_FILE_UNSHARED -> actor + " stopped sharing " + file;
      case EVENT_KIND_FILE_REMOVED -> actor + " removed " + file;
      case EVENT_KIND_FILE_FETCHED ->
          String.format("%s fetched %s of %s from %s", subject, size(event), file, actor);
      case EVENT_KIND_LOGGED_IN -> actor + " logged in";
      case EVENT_KIND_UNSPECIFIED, UNRECOGNIZED -> actor + " did what this shell cannot name";
    };
  }

  private static String size(Event event) {
    return Units.size(event.getBytes());
  }
}
