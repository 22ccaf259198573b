package io.coterie.shell.app;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.rpc.trackers.TrackerChannel;
import io.coterie.rpc.trackers.TrackerInfo;
import io.coterie.rpc.trackers.TrackerState;
import io.coterie.shell.command.TrackerSurvey;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The trackers, connected when the first call is made: a shell may be started before the authority
 * that its trackers are trusted by is known. Safe for use from any thread.
 */
final class TrackerLink extends Channel implements TrackerSurvey, AutoCloseable {
  private final TrackerInfo info;
  private final TrustSource source;

  // Guarded by this.
  private @Nullable TrackerChannel open;
  private @Nullable SwitchableTrustManager trust;
  private String seen = "";

  /**
   * A link to the trackers of {@code info}.
   *
   * @param source where their authority is found; changes are taken over with the next call
   */
  TrackerLink(TrackerInfo info, TrustSource source) {
    this.info = info;
    this.source = source;
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    return channel().newCall(method, options);
  }

  @Override
  public String authority() {
    return channel().authority();
  }

  @Override
  public List<TrackerState> known() {
    return channel().states();
  }

  @Override
  public List<TrackerState> ask() {
    TrackerChannel trackers = channel();
    List<CompletableFuture<Boolean>> asked =
        trackers.states().stream()
            .map(state -> TrackerProbe.ask(trackers.of(state.address())))
            .toList();
    asked.forEach(CompletableFuture::join);
    return trackers.states();
  }

  /** Closes all connections. */
  @Override
  public synchronized void close() {
    if (open != null) {
      open.close();
    }
  }

  /**
   * The channel, opened if it is not yet.
   *
   * @throws Refusal TRACKER_NOT_TRUSTED when no authority is known
   */
  private synchronized TrackerChannel channel() {
    String version = source.version();
    if (open == null || trust == null) {
      trust = new SwitchableTrustManager(source.resolve());
      open = TrackerChannel.to(info, Tls.client(trust));
    } else if (!version.equals(seen)) {
      trust.switchTo(source.resolve());
    }
    seen = version;
    return open;
  }
}
