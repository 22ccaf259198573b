package io.coterie.e2e.attack;

import static io.coterie.e2e.attack.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.e2e.Content;
import io.coterie.e2e.Member;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.GetFileRequest;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A download among sources of which all but one are mallory's. */
class HostileSourceIT {

  private static final int PIECE = 1 << 20;

  @TempDir private static Path root;

  /** What a source does, and what the downloader says of it. */
  enum Hostility {
    WRONG_BYTES("fails verification") {
      @Override
      void asked(int piece, StreamObserver<ReadPiecesResponse> answers) {
        for (int offset = 0; offset < PIECE; offset += PIECE / 4) {
          answers.onNext(frame(piece, offset, PIECE / 4));
        }
      }
    },
    TOO_MANY_BYTES("more bytes than a piece has") {
      @Override
      void asked(int piece, StreamObserver<ReadPiecesResponse> answers) {
        answers.onNext(frame(piece, 0, PIECE - 1));
        answers.onNext(frame(piece, PIECE - 1, 2));
      }
    },
    WRONG_PIECE("not asked for") {
      @Override
      void asked(int piece, StreamObserver<ReadPiecesResponse> answers) {
        answers.onNext(frame(piece + 100_000, 0, 1000));
      }
    },
    EMPTY_MESSAGES("without data") {
      @Override
      void asked(int piece, StreamObserver<ReadPiecesResponse> answers) {
        for (int i = 0; i < 100_000; i++) {
          answers.onNext(frame(piece, 0, 0));
        }
      }
    },
    STALL("does not send anything") {
      @Override
      void asked(int piece, StreamObserver<ReadPiecesResponse> answers) {}
    };

    private final String blame;

    Hostility(String blame) {
      this.blame = blame;
    }

    abstract void asked(int piece, StreamObserver<ReadPiecesResponse> answers);

    private static ReadPiecesResponse frame(int piece, int offset, int length) {
      return ReadPiecesResponse.newBuilder()
          .setPiece(piece)
          .setOffset(offset)
          .setData(ByteString.copyFrom(new byte[length]))
          .build();
    }
  }

  @Test
  void eachIsBlamedAndTheFileComesFromTheHonestOne() throws Exception {
    try (ChunkPort port = new ChunkPort(root)) {
      Path original = Content.random(port.house().files().resolve("film.mkv"), 24L << 20, 5);
      port.alice().share(original, ChunkPort.GROUP);
      Member bob = port.house().member("bob");
      bob.join(ChunkPort.GROUP, port.alice());
      port.alice().run("set_limit up 256K").ok();
      List<HostileSource> sources = new ArrayList<>();
      try {
        for (Hostility hostility : Hostility.values()) {
          sources.add(start(port, hostility));
        }
        Path copy = port.house().files().resolve("copy.mkv");
        bob.run("download_file g film.mkv " + copy).ok();
        await().untilAsserted(() -> assertAllBlamed(bob.run("explain film.mkv").ok()));
        port.alice().run("set_limit up off").ok();
        bob.run("wait_downloads 120").ok();

        assertThat(Content.sha256(copy)).isEqualTo(Content.sha256(original));
      } finally {
        sources.forEach(HostileSource::close);
      }
    }
  }

  private static void assertAllBlamed(String explained) {
    assertThat(Hostility.values())
        .allSatisfy(hostility -> assertThat(isBlamed(explained, hostility)).as(explained).isTrue());
  }

  private static boolean isBlamed(String explained, Hostility hostility) {
    String state = hostility == Hostility.STALL ? "tried again later" : "not asked any more";
    return explained
        .lines()
        .filter(line -> line.contains("source " + name(hostility) + " "))
        .anyMatch(line -> line.contains(state) && line.contains(hostility.blame));
  }

  private static HostileSource start(ChunkPort port, Hostility hostility) throws Exception {
    Account mallory = port.join(name(hostility));
    File file =
        mallory
            .files()
            .getFile(GetFileRequest.newBuilder().setGroup("g").setName("film.mkv").build())
            .getFile();
    Chunks honest = port.as(mallory).of(Chunks.content(file.getGroupId(), file.getRoot()));
    return HostileSource.start(mallory, file, honest.allHashes(), hostility::asked);
  }

  private static String name(Hostility hostility) {
    return "mallory-" + hostility.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
