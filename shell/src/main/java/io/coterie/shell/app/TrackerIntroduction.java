package io.coterie.shell.app;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.PresentedAuthority;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustAnchors;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.rpc.trackers.TrackerChannel;
import io.coterie.rpc.trackers.TrackerInfo;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.shell.command.Introduction;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.TrustServiceGrpc;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the trackers of trackerinfo.txt, and remembers what is confirmed under COTERIE_HOME. */
final class TrackerIntroduction implements Introduction {
  private static final Logger log = LoggerFactory.getLogger(TrackerIntroduction.class);

  /** How many trackers are asked, and how long each may take. */
  private static final int ASKED = 3;

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final TrackerInfo info;
  private final TrustSource source;

  TrackerIntroduction(TrackerInfo info, TrustSource source) {
    this.info = info;
    this.source = source;
  }

  @Override
  public Optional<Offer> offer() {
    if (!source.isEmpty()) {
      return Optional.empty();
    }
    List<String> failures = new ArrayList<>();
    for (HostPort tracker : info.entries().subList(0, Math.min(ASKED, info.entries().size()))) {
      try {
        X509Certificate authority = PresentedAuthority.of(tracker, TIMEOUT);
        return Optional.of(new Offer(tracker, Certificates.fingerprint(authority)));
      } catch (IOException e) {
        log.info("tracker {} does not introduce itself: {}", tracker, e.toString());
        failures.add(tracker + ": " + e.getMessage());
      }
    }
    throw new Refusal(
        ErrorReason.ERROR_REASON_NO_TRACKER,
        "no tracker answers, so there is none to ask which authority to trust ("
            + String.join("; ", failures)
            + "); start one, or correct trackerinfo.txt");
  }

  @Override
  public void accept(Offer offer) throws IOException {
    X509Certificate authority = PresentedAuthority.of(offer.tracker(), TIMEOUT);
    if (!Certificates.fingerprint(authority).equals(offer.fingerprint())) {
      throw notTrusted(offer, "shows another certificate authority than a moment ago");
    }
    GetTrustBundleResponse bundle = fetch(offer, authority);
    List<X509Certificate> authorities =
        bundle.getCaCertificatesList().stream()
            .map(der -> Certificates.decode(der.toByteArray()))
            .toList();
    if (!authorities.contains(authority)) {
      throw notTrusted(offer, "does not name its own certificate authority as one to trust");
    }
    source.known().remember(bundle.getDeploymentId(), authorities);
  }

  private static GetTrustBundleResponse fetch(Offer offer, X509Certificate authority) {
    TrackerInfo only = new TrackerInfo(List.of(offer.tracker()), List.of());
    SwitchableTrustManager confirmed =
        new SwitchableTrustManager(TrustAnchors.of(List.of(authority)));
    try (TrackerChannel channel = TrackerChannel.to(only, Tls.client(confirmed))) {
      return TrustServiceGrpc.newBlockingStub(channel)
          .getTrustBundle(GetTrustBundleRequest.getDefaultInstance());
    }
  }

  private static Refusal notTrusted(Offer offer, String why) {
    return new Refusal(
        ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED,
        "tracker " + offer.tracker() + " " + why + "; ask its operator");
  }
}
