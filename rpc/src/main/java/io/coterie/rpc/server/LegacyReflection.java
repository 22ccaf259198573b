package io.coterie.rpc.server;

import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionService;

/** Reflection v1alpha, which older clients still ask for. */
final class LegacyReflection {

  private LegacyReflection() {}

  @SuppressWarnings("deprecation") // The old protocol is what is wanted here.
  static BindableService service() {
    return ProtoReflectionService.newInstance();
  }
}
