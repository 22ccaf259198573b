package io.coterie.peer.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PieceSetTest {
  @Test
  void writesTheLowestBitFirst() {
    PieceSet set = new PieceSet(11);
    set.add(0);
    set.add(9);
    set.add(10);

    assertThat(set.toBytes()).containsExactly(0b1, 0b110);
    assertThat(set.count()).isEqualTo(3);
    assertThat(set.next(1)).isEqualTo(9);
    assertThat(set.nextMissing(9)).isEqualTo(-1);
    assertThat(set.nextMissing(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 63, 64, 65, 128, 1000})
  void fullSetsAreComplete(int size) {
    PieceSet full = PieceSet.full(size);

    assertThat(full.complete()).isTrue();
    assertThat(full.nextMissing(0)).isEqualTo(-1);
    assertThat(PieceSet.fromBytes(size, full.toBytes()).complete()).isTrue();
    assertThat(IntStream.range(0, size).allMatch(full::contains)).isTrue();
  }

  @Test
  void refusesPiecesThatDoNotExist() {
    assertThatThrownBy(() -> PieceSet.fromBytes(11, new byte[] {0, 0b1000}))
        .hasMessageContaining("piece 11 of content that has 11");
    assertThatThrownBy(() -> new PieceSet(11).add(11))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new PieceSet(11).contains(-1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void countsEachPieceOnceWhoeverAdds() {
    PieceSet set = new PieceSet(100_000);
    CompletableFuture<?>[] adders =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> IntStream.range(0, set.size()).forEach(set::add)))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(adders).join();

    assertThat(set.count()).isEqualTo(set.size());
    PieceSet copy = set.snapshot();
    assertThat(copy.complete()).isTrue();
  }
}
