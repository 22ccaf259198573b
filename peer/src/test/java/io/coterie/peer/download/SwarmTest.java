package io.coterie.peer.download;

import static io.coterie.peer.download.DownloadFixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.store.PartialFile;
import io.coterie.peer.store.SharedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwarmTest {
  @TempDir Path temp;

  private static BitSet pieces(int... pieces) {
    BitSet set = new BitSet();
    for (int piece : pieces) {
      set.set(piece);
    }
    return set;
  }

  @Test
  void threeSourcesShareTheWork() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 12 * MIB + 5)) {
      List<ScriptedSource> sources =
          List.of(peer.source("a").hold(), peer.source("b").hold(), peer.source("c").hold());
      peer.start();
      peer.until(() -> sources.stream().mapToInt(source -> source.asked().size()).sum() == 12);
      List<Integer> asked = new ArrayList<>();
      sources.forEach(source -> asked.addAll(source.asked()));
      assertThat(asked).doesNotHaveDuplicates();
      assertThat(sources).allSatisfy(source -> assertThat(source.asked()).hasSize(4));
      sources.forEach(ScriptedSource::release);
      peer.untilComplete();
    }
  }

  @Test
  void partialSourcesAreAskedForWhatTheyHoldAndTellOfMore() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 6 * MIB)) {
      ScriptedSource even = peer.source("even").holding(pieces(0, 2, 4));
      ScriptedSource odd = peer.source("odd").holding(pieces(1, 3));
      peer.start();
      peer.until(() -> peer.only().verifiedBytes() == 5 * MIB);
      peer.until(() -> peer.only().detail().contains("do not hold the 1 pieces"));
      assertThat(even.asked()).isSubsetOf(0, 2, 4);
      assertThat(odd.asked()).isSubsetOf(1, 3);
      odd.got(5);
      peer.untilComplete();
      assertThat(odd.asked()).containsOnlyOnce(5);
    }
  }

  @Test
  void anIdleSourceTakesOverFirstWhatIsNotBegunAndThenTheLatePiece() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 3 * MIB)) {
      ScriptedSource stuck = peer.source("stuck").hold();
      ScriptedSource quick = peer.source("quick").hold();
      peer.start();
      peer.until(() -> stuck.asked().size() + quick.asked().size() == 3);
      ScriptedSource idle = stuck.asked().size() == 1 ? stuck : quick;
      ScriptedSource owing = idle == stuck ? quick : stuck;
      List<Integer> owed = owing.asked();
      idle.releaseOne();
      peer.until(() -> peer.only().verifiedBytes() == MIB);
      peer.time.advance(Duration.ofSeconds(1));
      peer.until(() -> owing.cancelled().equals(owed.subList(1, 2)));
      peer.until(() -> idle.asked().size() == 2);
      assertThat(idle.asked().get(1)).isEqualTo(owed.get(1));
      idle.releaseOne();
      peer.until(() -> peer.only().verifiedBytes() == 2 * MIB);
      peer.time.advance(Duration.ofSeconds(2));
      peer.until(() -> idle.asked().size() == 3);
      assertThat(idle.asked().get(2)).isEqualTo(owed.get(0));
      assertThat(owing.cancelled()).as("what is begun goes on").hasSize(1);
      owing.release();
      idle.release();
      peer.untilComplete();
      assertThat(peer.resources.verifiedBytes()).as("counted once").isEqualTo(3L * MIB);
    }
  }

  @Test
  void goesOnWithoutALostSource() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 8 * MIB)) {
      ScriptedSource lost = peer.source("lost").hold();
      ScriptedSource stays = peer.source("stays").hold();
      peer.start();
      peer.until(() -> lost.asked().size() == 4 && stays.asked().size() == 4);
      lost.die();
      stays.release();
      peer.untilComplete();
      assertThat(stays.asked()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }
  }

  @Test
  void waitsWithoutAnySourceAndGoesOnWhenOneComesBack() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 4 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      peer.start();
      peer.until(() -> source.asked().size() == 4);
      source.die();
      peer.group.remove(source);
      peer.passTimeUntil(() -> peer.only().detail().contains("nobody else has this file now"));
      assertThat(peer.only().state()).isEqualTo(TransferState.RUNNING);
      assertThat(peer.explain().findings().get(0)).contains("nobody else has this file now");
      source.revive();
      source.release();
      peer.group.add(source);
      peer.passTimeUntil(() -> peer.only().state() == TransferState.COMPLETE);
      peer.assertComplete();
    }
  }

  @Test
  void becomesASourceWithItsFirstPieceAndStaysOneAtTheDestination() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 3 * MIB)) {
      ScriptedSource source = peer.source("a").holding(pieces(1));
      peer.start();
      peer.until(() -> !peer.group.shared().isEmpty());
      assertThat(peer.catalog.list()).hasOnlyElementsOfType(PartialFile.class).hasSize(1);
      assertThat(peer.catalog.list().get(0).held().contains(1)).isTrue();
      source.got(0);
      source.got(2);
      peer.untilComplete();
      assertThat(peer.group.shared()).as("the tracker is told once").hasSize(1);
      assertThat(peer.catalog.list()).hasOnlyElementsOfType(SharedFile.class).hasSize(1);
      assertThat(((SharedFile) peer.catalog.list().get(0)).path()).isEqualTo(peer.destination);
      peer.restartProcess();
      assertThat(peer.manager.list()).as("complete downloads are shares now").isEmpty();
    }
  }

  @Test
  void filesOfOnePieceNeedNoHashesAndEmptyFilesNoSource() throws IOException {
    for (int size : new int[] {0, 1, 16_384, 16_385, MIB}) {
      Path own = temp.resolve("size-" + size);
      try (DownloadFixture peer = new DownloadFixture(own, size)) {
        ScriptedSource source = size == 0 ? null : peer.source("a").lieAboutHashes();
        peer.start();
        peer.untilComplete();
        assertThat(source == null || source.asked().size() == 1).isTrue();
        peer.until(() -> peer.group.shared().size() == 1);
      }
    }
  }
}
