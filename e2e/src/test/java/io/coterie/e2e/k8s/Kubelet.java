package io.coterie.e2e.k8s;

import io.fabric8.kubernetes.api.model.Probe;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.TimeUnit;

/** Probes as a kubelet does: without TLS, each time anew, with the probe's own limits. */
final class Kubelet {

  private Kubelet() {}

  /** Asks until it is answered well, or has failed as often as the probe allows. */
  static boolean passes(Probe probe, Ports ports) throws InterruptedException {
    for (int failures = 0; failures < probe.getFailureThreshold(); failures++) {
      if (probe(probe, ports)) {
        return true;
      }
      TimeUnit.SECONDS.sleep(probe.getPeriodSeconds());
    }
    return false;
  }

  /** Asks once. */
  static boolean probe(Probe probe, Ports ports) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(
                ports.address(probe.getGrpc().getPort()), InsecureChannelCredentials.create())
            .build();
    try {
      return HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(probe.getTimeoutSeconds(), TimeUnit.SECONDS)
              .check(
                  HealthCheckRequest.newBuilder().setService(probe.getGrpc().getService()).build())
              .getStatus()
          == ServingStatus.SERVING;
    } catch (StatusRuntimeException unanswered) {
      return false;
    } finally {
      channel.shutdownNow();
    }
  }
}
