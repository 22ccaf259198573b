package io.coterie.shell.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.shell.render.Table.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static final List<Column> COLUMNS =
      List.of(Column.of("NAME"), Column.number("AGE", age -> age + " years"), Column.of("CITY"));

  @Test
  void alignsColumnsOnATerminal() {
    Table table =
        new Table(COLUMNS, List.of(List.of("al", "7", "Rome"), List.of("barbara", "31", "")), "");
    assertThat(table.forTerminal(Look.PLAIN))
        .containsExactly("NAME     AGE  CITY", "al         7  Rome", "barbara   31");
  }

  @Test
  void saysInAPipeWhatCellsMean() {
    Table table = new Table(COLUMNS, List.of(List.of("al", "7", "Rome")), "nobody");
    assertThat(table.forPipe()).containsExactly("al  7 years  Rome");
  }

  @Test
  void saysOnlyToAHumanThatItIsEmpty() {
    Table table = new Table(COLUMNS, List.of(), "nobody");
    assertThat(table.forTerminal(Look.PLAIN)).containsExactly("nobody");
    assertThat(table.forPipe()).isEmpty();
  }

  @Test
  void refusesRowsThatDoNotFit() {
    assertThatThrownBy(() -> new Table(COLUMNS, List.of(List.of("al")), ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
