package io.coterie.rpc.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.ControlServiceGrpc;
import io.coterie.rpc.error.ErrorInterceptor;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.PresenceServiceGrpc;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.TrustServiceGrpc;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Bytes as the request of every call: a message within the limits, or INVALID_ARGUMENT. */
public final class RequestFuzzTest {
  /** gRPC's usual limit for headers and trailers, in bytes. */
  private static final int MAX_TRAILERS = 8192;

  private static final List<ServerMethodDefinition<Message, Message>> METHODS =
      Stream.of(
              AccountServiceGrpc.getServiceDescriptor(),
              FileServiceGrpc.getServiceDescriptor(),
              GroupServiceGrpc.getServiceDescriptor(),
              PresenceServiceGrpc.getServiceDescriptor(),
              SessionServiceGrpc.getServiceDescriptor(),
              TrustServiceGrpc.getServiceDescriptor(),
              ChunkServiceGrpc.getServiceDescriptor(),
              ControlServiceGrpc.getServiceDescriptor())
          .flatMap(service -> behindInterceptors(service).getMethods().stream())
          .map(RequestFuzzTest::untyped)
          .toList();

  @Corpus
  void holds(byte[] input) throws Exception {
    fuzzerTestOneInput(input);
  }

  /** Loads all messages, lest that counts as the time of one input. */
  public static void fuzzerInitialize() throws Exception {
    for (byte i = 0; i < METHODS.size(); i++) {
      fuzzerTestOneInput(new byte[] {i});
    }
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    FuzzInput fuzz = new FuzzInput(input);
    var method = METHODS.get(fuzz.below(METHODS.size()));
    Call call = new Call(method.getMethodDescriptor());
    var listener = method.getServerCallHandler().startCall(call, new Metadata());
    listener.onMessage(
        method.getMethodDescriptor().parseRequest(new ByteArrayInputStream(fuzz.rest())));
    listener.onHalfClose();
    if (call.passed.isEmpty()) {
      assertThat(call.ends).hasSize(1);
      Failure failure = call.ends.get(0);
      assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_FIELD_INVALID);
      assertThat(failure.message()).isEqualTo(Names.display(failure.message()));
    } else {
      assertThat(call.ends).isEmpty();
      Message message = call.passed.get(0);
      assertThat(MessageRules.violations(message)).isEmpty();
      assertThat(message.getParserForType().parseFrom(message.toByteArray())).isEqualTo(message);
    }
  }

  private static ServerServiceDefinition behindInterceptors(ServiceDescriptor service) {
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
    service.getMethods().forEach(method -> definition.addMethod(untyped(method), new Service()));
    return ServerInterceptors.intercept(
        MalformedRequests.asNull(definition.build()),
        new ValidationInterceptor(),
        new ErrorInterceptor());
  }

  @SuppressWarnings("unchecked") // All requests and responses are protobuf messages.
  private static ServerMethodDefinition<Message, Message> untyped(
      ServerMethodDefinition<?, ?> method) {
    return (ServerMethodDefinition<Message, Message>) method;
  }

  @SuppressWarnings("unchecked") // All requests and responses are protobuf messages.
  private static MethodDescriptor<Message, Message> untyped(MethodDescriptor<?, ?> method) {
    return (MethodDescriptor<Message, Message>) method;
  }

  /** Keeps what the interceptors let pass. */
  private static final class Service implements ServerCallHandler<Message, Message> {
    @Override
    public ServerCall.Listener<Message> startCall(
        ServerCall<Message, Message> call, Metadata headers) {
      List<Message> passed = passed(call);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(Message message) {
          passed.add(message);
        }
      };
    }

    private static List<Message> passed(ServerCall<?, ?> call) {
      return call.getAttributes().get(Call.PASSED);
    }
  }

  /** A call that notes what becomes of it. */
  private static final class Call extends ServerCall<Message, Message> {
    static final io.grpc.Attributes.Key<List<Message>> PASSED =
        io.grpc.Attributes.Key.create("passed");

    final List<Message> passed = new ArrayList<>();
    final List<Failure> ends = new ArrayList<>();
    private final MethodDescriptor<Message, Message> method;

    Call(MethodDescriptor<Message, Message> method) {
      this.method = method;
    }

    @Override
    public io.grpc.Attributes getAttributes() {
      return io.grpc.Attributes.newBuilder().set(PASSED, passed).build();
    }

    @Override
    public void close(Status status, Metadata trailers) {
      int size = 0;
      for (byte[] part : InternalMetadata.serialize(trailers)) {
        size += part.length;
      }
      assertThat(size).isLessThan(MAX_TRAILERS);
      ends.add(Failure.of(status, trailers));
    }

    @Override
    public MethodDescriptor<Message, Message> getMethodDescriptor() {
      return method;
    }

    @Override
    public void request(int count) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(Message message) {}

    @Override
    public boolean isCancelled() {
      return false;
    }
  }
}
