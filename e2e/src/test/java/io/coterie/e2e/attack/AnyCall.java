package io.coterie.e2e.attack;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ClientCalls;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method of a service with a request, whatever they are, so that what holds for all methods can
 * be tried on all.
 */
record AnyCall(MethodDescriptor<Message, Message> method, Message request) {

  /** A proper request to each unary method of these services; fields are set by their names. */
  static List<AnyCall> all(Map<String, Object> fields, ServiceDescriptor... services) {
    return Stream.of(services)
        .flatMap(service -> service.getMethods().stream())
        .filter(method -> method.getType() == MethodType.UNARY)
        .map(method -> of(method, fields))
        .toList();
  }

  @SuppressWarnings("unchecked") // Generated methods take and return messages.
  private static AnyCall of(MethodDescriptor<?, ?> any, Map<String, Object> fields) {
    MethodDescriptor<Message, Message> method = (MethodDescriptor<Message, Message>) any;
    Message prototype =
        ((PrototypeMarshaller<Message>) method.getRequestMarshaller()).getMessagePrototype();
    if (prototype == null) {
      throw new AssertionError(method + " has no prototype");
    }
    Message.Builder request = prototype.newBuilderForType();
    for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
      if (fields.containsKey(field.getName())) {
        request.setField(field, fields.get(field.getName()));
      }
    }
    return new AnyCall(method, request.build());
  }

  /** The method's name without its service. */
  String name() {
    return String.valueOf(method.getBareMethodName());
  }

  AnyCall with(FieldDescriptor field, Object value) {
    return new AnyCall(method, request.toBuilder().setField(field, value).build());
  }

  /** Makes the call and waits for its answer. */
  void by(Channel channel, @Nullable CallCredentials credentials) {
    var unused =
        ClientCalls.blockingUnaryCall(
            channel,
            method,
            CallOptions.DEFAULT
                .withCallCredentials(credentials)
                .withDeadlineAfter(30, TimeUnit.SECONDS),
            request);
  }
}
