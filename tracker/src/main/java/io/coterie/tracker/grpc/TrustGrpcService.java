package io.coterie.tracker.grpc;

import com.google.protobuf.ByteString;
import io.coterie.rpc.tls.Certificates;
import io.coterie.tracker.trust.Trust;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.GrantKey;
import io.coterie.tracker.v1.TrustServiceGrpc.TrustServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Publishes what clients check others by. Never blocks. */
public final class TrustGrpcService extends TrustServiceImplBase {

  private final String deploymentId;
  private final Supplier<Trust> trust;
  private final InstantSource clock;

  /**
   * Publishes the trust of a deployment as it is in force, with the time of the tracker's clock.
   */
  public TrustGrpcService(String deploymentId, Supplier<Trust> trust, InstantSource clock) {
    this.deploymentId = deploymentId;
    this.trust = trust;
    this.clock = clock;
  }

  @Override
  public void getTrustBundle(
      GetTrustBundleRequest request, StreamObserver<GetTrustBundleResponse> responses) {
    GetTrustBundleResponse.Builder bundle =
        GetTrustBundleResponse.newBuilder()
            .setDeploymentId(deploymentId)
            .setTrackerTime(Unary.timestamp(clock.instant()));
    Trust now = trust.get();
    for (X509Certificate authority : now.authorities()) {
      bundle.addCaCertificates(ByteString.copyFrom(Certificates.encode(authority)));
    }
    for (io.coterie.tracker.trust.GrantKey key : now.grantKeys()) {
      bundle.addGrantKeys(
          GrantKey.newBuilder()
              .setKeyId(key.keyId())
              .setPublicKey(ByteString.copyFrom(key.publicKey().getEncoded())));
    }
    Unary.answer(responses, bundle.build());
  }
}
