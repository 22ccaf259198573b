package io.coterie.shell.command.system;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.coterie.peer.v1.ContentKey;
import io.coterie.peer.v1.GetPieceHashesRequest;
import io.coterie.peer.v1.GetSessionResponse;
import io.coterie.peer.v1.Share;
import io.coterie.rpc.auth.ControlFile;
import io.coterie.rpc.net.HostPort;
import io.coterie.tracker.v1.IssueGrantRequest;
import java.nio.file.Path;
import java.util.List;

/**
 * The lines that {@code credentials} prints.
 *
 * @param tracker the tracker to call
 * @param peer where this peer listens ("host:port")
 * @param session the user's session and credentials
 * @param tokenFile the file with the session's token and nothing else
 * @param controlFile the file with the control service's address and token
 * @param control what is in that file
 */
record GrpcurlLines(
    HostPort tracker,
    String peer,
    GetSessionResponse session,
    Path tokenFile,
    Path controlFile,
    ControlFile control) {
  private static final String GROUPS = "coterie.tracker.v1.GroupService/";
  private static final String CONTROL = "coterie.peer.v1.ControlService/";
  private static final String CHUNKS = "coterie.peer.v1.ChunkService/";

  /** A placeholder in JSON that the printed line fills in. */
  private static final String GRANT = "GRANT";

  /**
   * A command line and what it does.
   *
   * @param command empty when there is only something to say
   */
  record Line(String comment, String command) {}

  /** The lines that work for everybody who is logged in. */
  List<Line> common() {
    return List.of(
        new Line(
            "the services of a tracker", tracked().with(tracker.toString(), "list").toString()),
        new Line(
            "one of them, described",
            tracked()
                .with(tracker.toString(), "describe", "coterie.tracker.v1.GroupService")
                .toString()),
        new Line("the groups, as " + session.getUser() + " sees them", call("ListGroups", "{}")),
        new Line("this peer, asked through its control service", controlCall()));
  }

  /** Asks this peer for piece hashes of a file that it shares, with a fresh grant. */
  Line pieceHashes(Share share) {
    GetPieceHashesRequest request =
        GetPieceHashesRequest.newBuilder()
            .setGrant(GRANT)
            .setContent(
                ContentKey.newBuilder().setGroupId(share.getGroupId()).setRoot(share.getRoot()))
            .setPieceCount(1)
            .build();
    IssueGrantRequest grant = IssueGrantRequest.newBuilder().setGroup(share.getGroup()).build();
    String filled =
        json(request)
            .replaceAll("[\\\\&|]", "\\\\$0")
            .replace("\"grant\":\"" + GRANT + "\"", "\"grant\":\"\\1\"");
    String fill = "s|.*\"grant\": *\"\\([^\"]*\\)\".*|" + filled + "|p";
    GrpcurlLine ask =
        new GrpcurlLine()
            .with("-cacert", session.getCaFile(), "-cert", session.getCertificateFile())
            .with("-key", session.getKeyFile())
            .with("-authority", session.getPeerId() + ".peers.coterie.internal")
            .with("-d", "@", dialled(), CHUNKS + "GetPieceHashes");
    return new Line(
        "the first piece hash of " + share.getName() + ", asked of this peer with a fresh grant",
        String.join(
            " | ",
            call("IssueGrant", json(grant)),
            "sed -n " + GrpcurlLine.quoted(fill),
            ask.toString()));
  }

  /** Says what {@link #pieceHashes} would need. */
  Line noPieceHashes() {
    return new Line(
        "share a file with upload_file, and credentials also prints a call to ChunkService", "");
  }

  private GrpcurlLine tracked() {
    return new GrpcurlLine().with("-cacert", session.getCaFile());
  }

  private String call(String method, String request) {
    return tracked()
        .bearer("cat " + GrpcurlLine.quoted(tokenFile.toString()))
        .with("-d", request, tracker.toString(), GROUPS + method)
        .toString();
  }

  private String controlCall() {
    return new GrpcurlLine()
        .with("-cacert", control.certificate().toString())
        .bearer("sed -n 's/^token=//p' " + GrpcurlLine.quoted(controlFile.toString()))
        .with("127.0.0.1:" + control.port(), CONTROL + "GetStatus")
        .toString();
  }

  /** A wildcard address cannot be dialled; this computer can be. */
  private String dialled() {
    HostPort address = HostPort.parse(peer);
    return switch (address.host()) {
      case "0.0.0.0" -> "127.0.0.1:" + address.port();
      case "::" -> "[::1]:" + address.port();
      default -> address.toString();
    };
  }

  private static String json(com.google.protobuf.MessageOrBuilder message) {
    try {
      return JsonFormat.printer()
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + e.getMessage(), e);
    }
  }
}
