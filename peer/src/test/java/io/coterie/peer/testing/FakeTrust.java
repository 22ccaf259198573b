package io.coterie.peer.testing;

import com.google.protobuf.ByteString;
import io.coterie.rpc.tls.Certificates;
import io.coterie.tracker.v1.GetTrustBundleRequest;
import io.coterie.tracker.v1.GetTrustBundleResponse;
import io.coterie.tracker.v1.GrantKey;
import io.coterie.tracker.v1.TrustServiceGrpc.TrustServiceImplBase;
import io.grpc.stub.StreamObserver;

/** Tells the trust bundle. */
final class FakeTrust extends TrustServiceImplBase {
  private final FakeDeployment deployment;

  FakeTrust(FakeDeployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public void getTrustBundle(
      GetTrustBundleRequest request, StreamObserver<GetTrustBundleResponse> responses) {
    GetTrustBundleResponse.Builder bundle = GetTrustBundleResponse.newBuilder();
    deployment.trusted.forEach(
        authority ->
            bundle.addCaCertificates(
                ByteString.copyFrom(Certificates.encode(authority.certificate()))));
    responses.onNext(
        bundle
            .setDeploymentId(deployment.id)
            .setTrackerTime(deployment.now())
            .addGrantKeys(
                GrantKey.newBuilder()
                    .setKeyId(FakeGroups.KEY_ID)
                    .setPublicKey(
                        ByteString.copyFrom(deployment.grants().key().getPublic().getEncoded())))
            .build());
    responses.onCompleted();
  }
}
