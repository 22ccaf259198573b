package io.coterie.peer.tracker;

import io.coterie.peer.trust.TrackerClock;
import io.coterie.peer.trust.TrustBundle;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.GrantKey;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.Channel;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Fetches the trust bundle and checks that all trackers belong to one deployment. */
final class TrustClient {
  /** How long trackers beside the first one may take to name their deployment. */
  private static final long OTHERS_MILLIS = 300;

  private final Trackers trackers;
  private final TrackerClock clock;

  TrustClient(Trackers trackers, TrackerClock clock) {
    this.trackers = trackers;
    this.clock = clock;
  }

  /**
   * Fetches the bundle and sets the clock. Trackers that do not answer are left out; what they say
   * when attached to is checked then.
   *
   * @return fails with TRACKER_NOT_TRUSTED when trackers name different deployments or the answer
   *     makes no sense, with NO_TRACKER when none answers
   */
  CompletableFuture<TrustBundle> fetch() {
    Map<HostPort, CompletableFuture<GetTrustBundleResponse>> each = new LinkedHashMap<>();
    for (HostPort tracker : trackers.inOrder()) {
      each.put(tracker, call(trackers.channel(tracker)));
    }
    return call(trackers.any())
        .thenCompose(
            first ->
                CompletableFuture.allOf(each.values().toArray(CompletableFuture[]::new))
                    .completeOnTimeout(null, OTHERS_MILLIS, TimeUnit.MILLISECONDS)
                    .handle((all, unreachable) -> accept(first, each)));
  }

  private static CompletableFuture<GetTrustBundleResponse> call(Channel channel) {
    return TrackerCalls.call(
        channel,
        TrustServiceGrpc.getGetTrustBundleMethod(),
        GetTrustBundleRequest.getDefaultInstance());
  }

  private TrustBundle accept(
      GetTrustBundleResponse first, Map<HostPort, CompletableFuture<GetTrustBundleResponse>> each) {
    Map<String, List<HostPort>> deployments = new LinkedHashMap<>();
    each.forEach(
        (tracker, answer) -> {
          if (answer.isDone() && !answer.isCompletedExceptionally()) {
            deployments
                .computeIfAbsent(answer.join().getDeploymentId(), id -> new ArrayList<>())
                .add(tracker);
          } else {
            answer.cancel(false);
          }
        });
    if (deployments.size() > 1) {
      throw notTrusted(
          "the trackers belong to different deployments "
              + deployments.values()
              + "; correct trackerinfo.txt so that it names the trackers of one");
    }
    TrustBundle bundle = parse(first);
    clock.set(Times.instant(first.getTrackerTime()));
    return bundle;
  }

  private static TrustBundle parse(GetTrustBundleResponse answer) {
    try {
      List<X509Certificate> authorities =
          answer.getCaCertificatesList().stream()
              .map(der -> Certificates.decode(der.toByteArray()))
              .toList();
      KeyFactory keys = KeyFactory.getInstance("EC");
      Map<String, ECPublicKey> grantKeys = new HashMap<>();
      for (GrantKey key : answer.getGrantKeysList()) {
        grantKeys.put(
            key.getKeyId(),
            (ECPublicKey)
                keys.generatePublic(new X509EncodedKeySpec(key.getPublicKey().toByteArray())));
      }
      return new TrustBundle(answer.getDeploymentId(), authorities, grantKeys);
    } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException malformed) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED,
          "the tracker's trust bundle cannot be read: " + malformed.getMessage(),
          malformed);
    }
  }

  private static Refusal notTrusted(String message) {
    return new Refusal(ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED, message);
  }
}
