package io.coterie.tracker.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.SwitchableTrustManager;
import io.coterie.rpc.tls.Tls;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.ChangePasswordRequest;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.IssueGrantRequest;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A client of a whole tracker, over TLS. */
final class TrackerClient implements AutoCloseable {

  private final ManagedChannel channel;
  private String token = "";

  private TrackerClient(ManagedChannel channel) {
    this.channel = channel;
  }

  /** Dials a tracker whose COTERIE_HOME is known. */
  static TrackerClient of(HostPort address, Path home) throws IOException {
    SwitchableTrustManager trust =
        new SwitchableTrustManager(new TrustSource(Optional.empty(), List.of(), home).resolve());
    return new TrackerClient(
        NettyChannelBuilder.forAddress(address.host(), address.port(), Tls.client(trust)).build());
  }

  /** Makes an account and logs in. */
  void joins(String user) {
    String unused = creates(user, "correct horse");
    logsIn(user, "correct horse");
  }

  /** Makes an account and returns the id of the request. */
  String creates(String user, String password) {
    CreateUserRequest request =
        CreateUserRequest.newBuilder()
            .setRequestId(Actor.id())
            .setUser(user)
            .setPassword(password)
            .build();
    var unused = AccountServiceGrpc.newBlockingStub(channel).createUser(request);
    return request.getRequestId();
  }

  void changesPassword(String from, String to) {
    var unused =
        AccountServiceGrpc.newBlockingStub(channel)
            .withCallCredentials(new BearerToken(token).toCallCredentials())
            .changePassword(
                ChangePasswordRequest.newBuilder()
                    .setRequestId(Actor.id())
                    .setCurrentPassword(from)
                    .setNewPassword(to)
                    .build());
  }

  /** Makes a group and returns a grant for it. */
  String grantFor(String group) {
    GroupServiceBlockingStub groups =
        GroupServiceGrpc.newBlockingStub(channel)
            .withCallCredentials(new BearerToken(token).toCallCredentials());
    var unused =
        groups.createGroup(
            CreateGroupRequest.newBuilder().setRequestId(Actor.id()).setGroup(group).build());
    return groups.issueGrant(IssueGrantRequest.newBuilder().setGroup(group).build()).getGrant();
  }

  void logsIn(String user, String password) {
    token =
        SessionServiceGrpc.newBlockingStub(channel)
            .login(
                LoginRequest.newBuilder()
                    .setUser(user)
                    .setPassword(password)
                    .setCertificateSigningRequest(
                        ByteString.copyFrom(Keys.signingRequest(Keys.generate())))
                    .build())
            .getSessionToken();
  }

  /** The token of the latest login. */
  String token() {
    return token;
  }

  /** Calls what no server has, and is refused. */
  void callsUnknownMethod(String name) {
    MethodDescriptor<Empty, Empty> method =
        MethodDescriptor.<Empty, Empty>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(name)
            .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .build();
    try {
      ClientCalls.blockingUnaryCall(
          channel, method, CallOptions.DEFAULT, Empty.getDefaultInstance());
    } catch (StatusRuntimeException refused) {
      return;
    }
    throw new AssertionError(name + " was served");
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
