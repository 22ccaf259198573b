package io.coterie.peer.download;

import static io.coterie.peer.download.DownloadFixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.peer.download.ScriptedSource.Script;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileSourceTest {
  private static final Script SILENT = (source, piece, stream) -> {};

  @TempDir Path temp;

  static Stream<Arguments> hostilities() {
    return Stream.of(
        hostility("fails verification", HostileSourceTest::sendWrongBytes),
        hostility(
            "not asked for",
            (source, piece, stream) ->
                stream.onNext(source.frame(piece, 0, 1000).toBuilder().setPiece(99).build())),
        hostility("more bytes than a piece has", HostileSourceTest::sendTooMuch),
        hostility(
            "without data",
            (source, piece, stream) -> {
              for (int i = 0; i < 10_000; i++) {
                stream.onNext(ReadPiecesResponse.newBuilder().setPiece(piece).build());
              }
            }),
        hostility(
            "out of order",
            (source, piece, stream) -> stream.onNext(source.frame(piece, 1000, 1000))),
        hostility("before it was told to", (source, piece, stream) -> stream.onCompleted()),
        hostility(
            "that it says it does not hold",
            (source, piece, stream) -> {
              stream.onNext(source.frame(piece, 0, 1000));
              stream.onNext(
                  ReadPiecesResponse.newBuilder().setPiece(piece).setNotHeld(true).build());
            }));
  }

  private static Arguments hostility(String blame, Script script) {
    return Arguments.of(blame, script);
  }

  private static void sendWrongBytes(
      ScriptedSource source, int piece, StreamObserver<ReadPiecesResponse> stream) {
    for (int offset = 0; offset < MIB; offset += MIB / 4) {
      ReadPiecesResponse frame = source.frame(piece, offset, MIB / 4);
      byte[] data = frame.getData().toByteArray();
      if (offset == MIB / 2) {
        data[17]++;
      }
      stream.onNext(frame.toBuilder().setData(ByteString.copyFrom(data)).build());
    }
  }

  private static void sendTooMuch(
      ScriptedSource source, int piece, StreamObserver<ReadPiecesResponse> stream) {
    stream.onNext(source.frame(piece, 0, MIB - 1));
    ReadPiecesResponse frame = source.frame(piece, 0, 2);
    stream.onNext(frame.toBuilder().setOffset(MIB - 1).build());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostilities")
  void aHostileSourceIsBannedAndTheFileComesFromOthers(String blame, Script script)
      throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 6 * MIB)) {
      ScriptedSource honest = peer.source("honest").hold();
      ScriptedSource hostile = peer.source("hostile").script(script);
      peer.start();
      peer.until(() -> peer.report(hostile).state().startsWith("not asked any more"));
      assertThat(peer.report(hostile).state()).contains(blame);
      assertThat(peer.report(hostile).verifiedBytes()).isZero();
      assertThat(peer.explain().findings()).anyMatch(found -> found.contains(blame));
      assertThat(hostile.streamsOpened()).isEqualTo(1);
      honest.release();
      peer.untilComplete();
      assertThat(honest.asked()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
      assertThat(hostile.streamsOpened()).as("never asked again").isEqualTo(1);
    }
  }

  @Test
  void badPiecesAreCounted() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 6 * MIB)) {
      ScriptedSource hostile = peer.source("hostile").script(HostileSourceTest::sendWrongBytes);
      peer.start();
      peer.until(() -> peer.only().detail().contains("have sent wrong data"));
      assertThat(peer.report(hostile).badPieces()).isEqualTo(1);
      assertThat(peer.only().verifiedBytes()).as("nothing of it counts").isZero();
      ScriptedSource honest = peer.source("honest");
      peer.passTimeUntil(() -> peer.only().state() == TransferState.COMPLETE);
      peer.assertComplete();
      assertThat(honest.asked()).hasSize(6);
    }
  }

  @Test
  void aSilentSourceIsLeftAloneForAWhileAndAskedAgain() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      ScriptedSource silent = peer.source("silent").script(SILENT);
      peer.start();
      peer.until(() -> silent.asked().size() == 2);
      peer.passTimeUntil(() -> peer.report(silent).state().contains("does not send anything"));
      assertThat(peer.report(silent).state()).startsWith("tried again later");
      silent.script(ScriptedSource.HONEST);
      peer.passTimeUntil(() -> peer.only().state() == TransferState.COMPLETE);
      peer.assertComplete();
      assertThat(silent.streamsOpened()).isGreaterThan(1);
    }
  }

  @Test
  void sourcesThatOnlyAskForPatienceGiveWayToOthers() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      Map<StreamObserver<ReadPiecesResponse>, Integer> asked = new ConcurrentHashMap<>();
      List<ScriptedSource> idle = new ArrayList<>();
      for (int i = 0; i < Swarm.MAX_LINKS; i++) {
        idle.add(
            peer.source("idle-" + i)
                .script((source, piece, stream) -> asked.putIfAbsent(stream, piece)));
      }
      peer.start();
      peer.until(() -> idle.stream().anyMatch(source -> !source.asked().isEmpty()));
      peer.source("honest");
      AtomicLong last = new AtomicLong();
      peer.passTimeUntil(
          Duration.ofMillis(200),
          () -> {
            if (peer.time.nanoTime() - last.get() >= 2_000_000_000L) {
              last.set(peer.time.nanoTime());
              asked.forEach(HostileSourceTest::askForPatience);
            }
            return peer.only().state() == TransferState.COMPLETE;
          });
      peer.assertComplete();
    }
  }

  private static void askForPatience(StreamObserver<ReadPiecesResponse> stream, int piece) {
    try {
      stream.onNext(ReadPiecesResponse.newBuilder().setPiece(piece).build());
    } catch (StatusRuntimeException letGo) {
      assertThat(letGo.getStatus().getCode()).isEqualTo(Status.Code.CANCELLED);
    }
  }

  @Test
  void aSourceThatOwesBytesIsNotAccusedWhileWeDoNotTakeThem() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      peer.limit.set(64 << 10);
      ScriptedSource source = peer.source("a");
      peer.start();
      peer.passTimeUntil(() -> peer.only().state() == TransferState.COMPLETE);
      peer.assertComplete();
      assertThat(source.streamsOpened()).isEqualTo(1);
      assertThat(peer.time.nanoTime())
          .as("2 MiB at 64 KiB/s, less what was on its way")
          .isGreaterThan(15_000_000_000L);
    }
  }

  @Test
  void hashesThatDoNotBelongToTheFileAreRefusedBeforeAnythingElse() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 3 * MIB)) {
      ScriptedSource liar = peer.source("liar").lieAboutHashes();
      peer.start();
      peer.until(() -> peer.only().detail().contains("wrong data"));
      assertThat(peer.only().state()).isEqualTo(TransferState.CHECKING);
      assertThat(peer.report(liar).state()).contains("hashes that do not belong to the file");
      assertThat(liar.asked()).isEmpty();
      peer.source("honest");
      peer.passTimeUntil(() -> peer.only().state() == TransferState.COMPLETE);
      peer.assertComplete();
      assertThat(liar.asked()).isEmpty();
    }
  }

  @Test
  void aMapOfPiecesThatDoNotExistIsABreach() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 3 * MIB)) {
      BitSet beyond = new BitSet();
      beyond.set(1, 9);
      ScriptedSource liar = peer.source("liar").holding(beyond);
      peer.start();
      peer.until(() -> peer.only().detail().contains("wrong data"));
      assertThat(peer.report(liar).state()).contains("pieces which the file does not have");
    }
  }

  @Test
  void aPieceThatASourceDoesNotHoldAfterAllComesFromAnother() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 3 * MIB)) {
      ScriptedSource forgetful =
          peer.source("forgetful")
              .script(
                  (source, piece, stream) ->
                      stream.onNext(
                          ReadPiecesResponse.newBuilder()
                              .setPiece(piece)
                              .setNotHeld(true)
                              .build()));
      ScriptedSource honest = peer.source("honest");
      peer.start();
      peer.untilComplete();
      assertThat(honest.asked()).containsExactlyInAnyOrder(0, 1, 2);
      assertThat(forgetful.asked()).doesNotHaveDuplicates();
    }
  }

  @Test
  void aRefusingSourceIsTriedLater() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      ScriptedSource busy =
          peer.source("busy")
              .script(
                  (source, piece, stream) ->
                      stream.onError(
                          new Refusal(ErrorReason.ERROR_REASON_OVERLOADED, "too many streams")));
      peer.start();
      peer.until(() -> busy.streamsOpened() == 1);
      peer.until(() -> peer.report(busy).state().contains("is at its limit"));
      busy.script(ScriptedSource.HONEST);
      peer.passTimeUntil(() -> peer.only().state() == TransferState.COMPLETE);
      peer.assertComplete();
    }
  }
}
