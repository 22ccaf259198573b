package io.coterie.e2e.faults;

import com.google.protobuf.ByteString;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.tls.Keys;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.FileServiceGrpc.FileServiceBlockingStub;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.grpc.Channel;
import java.util.UUID;

/** An account with one open session, which belongs to a peer. */
record User(String name, BearerToken token) {

  private static final String PASSWORD = "correct-horse-battery";

  /** Makes the account and logs in. */
  static User register(Channel trackers, String name) {
    var unused =
        AccountServiceGrpc.newBlockingStub(trackers)
            .createUser(
                CreateUserRequest.newBuilder()
                    .setRequestId(UUID.randomUUID().toString())
                    .setUser(name)
                    .setPassword(PASSWORD)
                    .build());
    ByteString signingRequest = ByteString.copyFrom(Keys.signingRequest(Keys.generate()));
    return new User(
        name,
        new BearerToken(
            SessionServiceGrpc.newBlockingStub(trackers)
                .login(
                    LoginRequest.newBuilder()
                        .setUser(name)
                        .setPassword(PASSWORD)
                        .setCertificateSigningRequest(signingRequest)
                        .build())
                .getSessionToken()));
  }

  GroupServiceBlockingStub groups(Channel trackers) {
    return GroupServiceGrpc.newBlockingStub(trackers)
        .withCallCredentials(token.toCallCredentials());
  }

  FileServiceBlockingStub files(Channel trackers) {
    return FileServiceGrpc.newBlockingStub(trackers).withCallCredentials(token.toCallCredentials());
  }
}
