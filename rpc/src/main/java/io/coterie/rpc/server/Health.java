package io.coterie.rpc.server;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;

/** The answer of grpc.health.v1, for each service and for the server as a whole. */
final class Health {

  private Health() {}

  static void set(HealthStatusManager health, Iterable<String> services, boolean serving) {
    ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    services.forEach(service -> health.setStatus(service, status));
  }
}
