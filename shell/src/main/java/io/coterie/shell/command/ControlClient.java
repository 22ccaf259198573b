package io.coterie.shell.command;

import io.coterie.peer.v1.ControlServiceGrpc;
import io.coterie.peer.v1.ControlServiceGrpc.ControlServiceBlockingStub;
import io.coterie.peer.v1.GetSessionRequest;
import io.coterie.peer.v1.GetSessionResponse;
import io.coterie.peer.v1.GetStatusRequest;
import io.coterie.peer.v1.GetStatusResponse;
import io.grpc.Channel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Calls to the peer that this shell controls. Safe for use from any thread. */
public final class ControlClient {
  /** Longer than the peer's own calls to trackers take at most. */
  private static final long DEADLINE_SECONDS = 30;

  private final Channel channel;
  private final Path controlFile;

  /**
   * A client over a channel that proves who calls.
   *
   * @param channel sends the control token with each call
   * @param controlFile where the address and the token are written down
   */
  public ControlClient(Channel channel, Path controlFile) {
    this.channel = channel;
    this.controlFile = controlFile;
  }

  /** For calls that answer once. */
  public ControlServiceBlockingStub calls() {
    return streams().withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** For calls that stream as long as there is something to say; the caller cancels them. */
  public ControlServiceBlockingStub streams() {
    return ControlServiceGrpc.newBlockingStub(channel);
  }

  /** The channel itself. */
  public Channel channel() {
    return channel;
  }

  /** The session of the user who is logged in. Refused with NOT_LOGGED_IN without one. */
  public GetSessionResponse session() {
    return calls().getSession(GetSessionRequest.getDefaultInstance());
  }

  /** How the peer is doing. */
  public GetStatusResponse status() {
    return calls().getStatus(GetStatusRequest.getDefaultInstance());
  }

  /** The file with the address and the token of the control service. */
  public Path controlFile() {
    return controlFile;
  }
}
