package io.coterie.rpc.validate;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lets {@link ValidationInterceptor} refuse requests that are no protobuf message. gRPC parses
 * requests before any interceptor runs and reports a malformed one as a fault of the server; here
 * it becomes a null message instead, which the interceptor refuses as the mistake of the caller.
 */
public final class MalformedRequests {

  private MalformedRequests() {}

  /** The same service, for which malformed requests are null. */
  public static ServerServiceDefinition asNull(ServerServiceDefinition service) {
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName())
            .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
    var methods = service.getMethods().stream().map(MalformedRequests::asNull).toList();
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder lenient = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(lenient::addMethod);
    return lenient.build();
  }

  private static <Q, A> ServerMethodDefinition<Q, A> asNull(ServerMethodDefinition<Q, A> method) {
    MethodDescriptor<Q, A> strict = method.getMethodDescriptor();
    return ServerMethodDefinition.create(
        strict.toBuilder(
                new LenientMarshaller<>(strict.getRequestMarshaller()),
                strict.getResponseMarshaller())
            .build(),
        method.getServerCallHandler());
  }

  private record LenientMarshaller<Q>(Marshaller<Q> strict) implements Marshaller<Q> {

    @Override
    public InputStream stream(Q message) {
      return strict.stream(message);
    }

    @Override
    public @Nullable Q parse(InputStream stream) {
      try {
        return strict.parse(stream);
      } catch (StatusRuntimeException malformed) {
        return null;
      }
    }
  }
}
