package io.coterie.shell.command.system;

import com.google.protobuf.Struct;
import io.coterie.peer.v1.GetSessionResponse;
import io.coterie.peer.v1.ListSharesRequest;
import io.coterie.peer.v1.Share;
import io.coterie.rpc.auth.ControlFile;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.trackers.TrackerState;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Pages;
import io.coterie.shell.command.SessionTokenFile;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.command.system.GrpcurlLines.Line;
import io.coterie.shell.render.JsonObject;
import io.coterie.shell.render.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    description = {
      "Prints grpcurl lines that call the services in your name when pasted into a terminal.",
      "Secrets are not printed: the session's goes into a file that only you can read, until logout."
    },
    footer = "Example: credentials")
final class Credentials implements ShellCommand {
  @Override
  public void run(ShellContext shell) throws IOException {
    GetSessionResponse session = shell.control().session();
    GrpcurlLines lines =
        new GrpcurlLines(
            tracker(shell.tracker().survey().known()),
            shell.control().status().getListenAddress(),
            session,
            SessionTokenFile.write(session),
            shell.control().controlFile(),
            ControlFile.read(shell.control().controlFile()));
    List<Line> all = new ArrayList<>(lines.common());
    Optional<Share> share = anyShare(shell);
    share.ifPresentOrElse(
        found -> all.add(lines.pieceHashes(found)), () -> all.add(lines.noPieceHashes()));
    Struct result =
        new JsonObject().with("lines", all.stream().map(Credentials::json).toList()).build();
    shell.show(result, new View.Lines(text(all)));
  }

  private static HostPort tracker(List<TrackerState> states) {
    return states.stream()
        .filter(TrackerState::preferred)
        .findFirst()
        .orElse(states.get(0))
        .address();
  }

  /** A share to ask piece hashes of, which an empty file has none of. */
  private static Optional<Share> anyShare(ShellContext shell) {
    ListSharesRequest request = ListSharesRequest.newBuilder().setPageSize(Pages.SIZE).build();
    return shell.control().calls().listShares(request).getSharesList().stream()
        .filter(share -> share.getSize() > 0)
        .findFirst();
  }

  private static List<String> text(List<Line> lines) {
    List<String> text = new ArrayList<>();
    for (Line line : lines) {
      text.add(Names.display("# " + line.comment()));
      if (!line.command().isEmpty()) {
        text.add(Names.display(line.command()));
      }
    }
    return text;
  }

  private static Struct json(Line line) {
    return new JsonObject().with("comment", line.comment()).with("command", line.command()).build();
  }
}
