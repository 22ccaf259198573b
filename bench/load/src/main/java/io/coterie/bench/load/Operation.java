package io.coterie.bench.load;

import com.google.protobuf.ByteString;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.ListGroupsRequest;
import io.coterie.tracker.v1.ListSourcesRequest;
import io.coterie.tracker.v1.ListSourcesResponse;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.ShareFileRequest;
import io.grpc.Channel;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** One call, made as often as it can be. */
enum Operation {
  /** To {@link EmptyServer}, as a measure for the others. */
  EMPTY {
    @Override
    void call(Channel tracker, int caller) {
      var unused = sources(tracker, 0);
    }
  },
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
  /** A hundred groups. */
  LIST_GROUPS {
    @Override
    void call(Channel tracker, int caller) {
      var unused =
          GroupServiceGrpc.newBlockingStub(tracker)
              .withCallCredentials(Target.session(0))
              .listGroups(ListGroupsRequest.getDefaultInstance());
    }
  },
  /** Ten sources of a file. */
  LIST_SOURCES {
    @Override
    void call(Channel tracker, int caller) {
      long file = ThreadLocalRandom.current().nextLong(FILES_ASKED_FOR);
      int found = sources(tracker, file).getSourcesCount();
      if (found != Seed.SOURCES_PER_FILE) {
        throw new IllegalStateException(found + " sources of file " + file);
      }
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
      // Few enough for the seed, many enough that two callers seldom are one peer.
      int user = ThreadLocalRandom.current().nextInt(Seed.LEAST_ACCOUNTS);
      try (AttachedPeer peer = AttachedPeer.attach(tracker, user)) {
        peer.awaitSnapshot();
      }
    }
  };

  /** Files 0 to this are asked for, which every seed has. */
  private static final long FILES_ASKED_FOR = 1_000;

  private static final String PASSWORD = "correct-horse-battery";

  private static ListSourcesResponse sources(Channel tracker, long file) {
    return FileServiceGrpc.newBlockingStub(tracker)
        .withCallCredentials(Target.session(0))
        .listSources(
            ListSourcesRequest.newBuilder()
                .setGroup(Seed.group(file))
                .setName(Seed.file(file))
                .build());
  }

  /** What a caller must have made before the first call. */
  void prepare(Channel tracker, int caller) {}

  /** Makes the call once for one of the callers; throws when it fails. */
  abstract void call(Channel tracker, int caller);
}
