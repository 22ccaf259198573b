package io.coterie.tracker.grpc;

import com.google.protobuf.ByteString;
import io.coterie.rpc.tls.Certificates;
import io.coterie.tracker.trust.Trust;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.GrantKey;
import io.coterie.tracker.v1.TrustServiceGrpc.TrustServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;

/** Publishes what clients check others by. Never blocks. */
public final class TrustGrpcService extends TrustServiceImplBase {

  private final GetTrustBundleResponse bundle;
  private final InstantSource clock;

  /** Publishes the trust of a deployment, with the time of the tracker's clock. */
  public TrustGrpcService(String deploymentId, Trust trust, InstantSource clock) {
    this.clock = clock;
    this.bundle =
        GetTrustBundleResponse.newBuilder()
            .setDeploymentId(deploymentId)
            .addCaCertificates(
                ByteString.copyFrom(Certificates.encode(trust.authority().certificate())))
            .addGrantKeys(
                GrantKey.newBuilder()
                    .setKeyId(trust.grantKey().keyId())
                    .setPublicKey(ByteString.copyFrom(trust.grantKey().publicKey().getEncoded())))
            .build();
  }

  @Override
  public void getTrustBundle(
      GetTrustBundleRequest request, StreamObserver<GetTrustBundleResponse> responses) {
    Unary.answer(
        responses, bundle.toBuilder().setTrackerTime(Unary.timestamp(clock.instant())).build());
  }
}
