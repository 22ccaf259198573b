package io.coterie.shell.app;

import io.coterie.peer.app.PeerSettings;
import io.coterie.peer.app.PeerStartException;
import io.coterie.rpc.auth.ControlFile;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.rpc.trackers.TrackerInfo;
import io.coterie.shell.command.ControlClient;
import io.coterie.shell.command.Introduction;
import io.coterie.shell.command.TrackerClient;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What a shell is connected to: its peer and the trackers. Opened in order, closed in reverse. */
final class Connections implements AutoCloseable {
  private static final long CLOSE_SECONDS = 2;

  private final PeerLink peer;
  private final ManagedChannel channel;
  private final TrackerLink trackers;
  private final Introduction introduction;
  private final ControlClient control;

  private Connections(
      PeerLink peer, ManagedChannel channel, TrackerLink trackers, Introduction introduction) {
    this.peer = peer;
    this.channel = channel;
    this.trackers = trackers;
    this.introduction = introduction;
    control = new ControlClient(channel, peer.controlFile());
  }

  /**
   * Starts or finds the peer and connects to it.
   *
   * @throws PeerStartException when there is no peer to control
   * @throws io.coterie.rpc.trackers.TrackerInfoException when the list of trackers is wrong
   * @throws IOException when the peer's control file cannot be used
   */
  static Connections open(PeerSettings settings, boolean daemon) throws IOException {
    TrackerInfo info = TrackerInfo.read(settings.trackerInfo());
    TrustSource source =
        new TrustSource(settings.caFile(), info.caFingerprints(), settings.coterieHome());
    PeerLink peer = daemon ? PeerLink.daemon(settings) : PeerLink.embedded(settings);
    try {
      ManagedChannel channel = ControlChannels.open(ControlFile.read(peer.controlFile()));
      TrackerLink trackers = new TrackerLink(info, source);
      Connections connections =
          new Connections(peer, channel, trackers, new TrackerIntroduction(info, source));
      connections.requirePeer(settings);
      return connections;
    } catch (IOException | RuntimeException e) {
      peer.close();
      throw e;
    }
  }

  private void requirePeer(PeerSettings settings) {
    try {
      control.status();
    } catch (StatusRuntimeException e) {
      channel.shutdownNow();
      throw new PeerStartException(
          "the peer on "
              + settings.listen()
              + " does not answer; start it again with: bin/peer "
              + settings.listen()
              + " "
              + settings.trackerInfo()
              + " ("
              + Failure.of(e).message()
              + ")",
          e);
    }
  }

  ControlClient control() {
    return control;
  }

  TrackerClient tracker() {
    return new TrackerClient(trackers, trackers, control);
  }

  Introduction introduction() {
    return introduction;
  }

  /** Whether the peer ends with the shell. */
  boolean endsPeer() {
    return peer.endsWithShell();
  }

  @Override
  public void close() {
    trackers.close();
    channel.shutdownNow();
    peer.close();
    try {
      channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
