package io.coterie.bench.load;

import com.google.protobuf.ByteString;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.ShareFileRequest;
import io.grpc.Channel;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** One call, made as often as it can be. */
enum Operation {
  LOGIN {
    @Override
    void prepare(Channel tracker, int caller) {
      var unused =
          AccountServiceGrpc.newBlockingStub(tracker)
              .createUser(
                  CreateUserRequest.newBuilder()
                      .setRequestId("bench-account-" + caller)
                      .setUser("bench-login" + caller)
                      .setPassword(PASSWORD)
                      .build());
    }

    @Override
    void call(Channel tracker, int caller) {
      var unused =
          SessionServiceGrpc.newBlockingStub(tracker)
              .login(
                  LoginRequest.newBuilder()
                      .setUser("bench-login" + caller)
                      .setPassword(PASSWORD)
                      .build());
    }
  },
  /** A durable change. */
  SHARE_FILE {
    @Override
    void call(Channel tracker, int caller) {
      String id = UUID.randomUUID().toString();
      var unused =
          FileServiceGrpc.newBlockingStub(tracker)
              .withCallCredentials(Target.session(0))
              .shareFile(
                  ShareFileRequest.newBuilder()
                      .setRequestId(id)
                      .setGroup(Seed.group(id.hashCode() & 63))
                      .setName(id)
                      .setSize(1)
                      .setPieceSize(1 << 20)
                      .setRoot(ByteString.copyFrom(id.substring(4), StandardCharsets.US_ASCII))
                      .build());
    }
  },
  /** From the call to the snapshot; the peer leaves again. */
  ATTACH {
    @Override
    void call(Channel tracker, int caller) {
      // Each caller has peers of its own: a session has one stream on the way, the newest.
      int user = caller + Callers.MOST * ThreadLocalRandom.current().nextInt(PEERS_OF_A_CALLER);
      try (AttachedPeer peer = AttachedPeer.attach(tracker, user)) {
        peer.awaitSnapshot();
      }
    }
  };

  private static final String PASSWORD = "correct-horse-battery";

  private static final int PEERS_OF_A_CALLER = Seed.LEAST_ACCOUNTS / Callers.MOST;

  /** What a caller must have made before the first call. */
  void prepare(Channel tracker, int caller) {}

  /** Makes the call once for one of the callers; throws when it fails. */
  abstract void call(Channel tracker, int caller);
}
