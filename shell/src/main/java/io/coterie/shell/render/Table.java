package io.coterie.shell.render;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows with the same columns. On a terminal they are aligned under a header; in a pipe each row is
 * one line of self-explaining cells with two spaces between.
 *
 * @param columns the columns, left to right
 * @param rows the cells, one list per row, as many as there are columns
 * @param whenEmpty what a terminal shows in place of a table without rows
 */
public record Table(List<Column> columns, List<List<String>> rows, String whenEmpty)
    implements View {

  /**
   * One column.
   *
   * @param header the word above the column on a terminal
   * @param right whether cells are aligned to the right
   * @param alone makes a cell understandable without its header
   */
  public record Column(String header, boolean right, UnaryOperator<String> alone) {
    /** A column whose cells explain themselves. */
    public static Column of(String header) {
      return new Column(header, false, UnaryOperator.identity());
    }

    /** A column of numbers, which read as {@code alone} says without the header. */
    public static Column number(String header, UnaryOperator<String> alone) {
      return new Column(header, true, alone);
    }

    /** The column with cells that read as {@code alone} says without the header. */
    public Column alone(UnaryOperator<String> cell) {
      return new Column(header, right, cell);
    }
  }

  /** Copies its lists and checks that every row fits the columns. */
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(row + " does not fit " + columns.size() + " columns");
      }
    }
  }

  @Override
  public List<String> forPipe() {
    List<String> lines = new ArrayList<>(rows.size());
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>(row.size());
      for (int i = 0; i < row.size(); i++) {
        cells.add(columns.get(i).alone().apply(row.get(i)));
      }
      lines.add(String.join("  ", cells));
    }
    return lines;
  }

  @Override
  public List<String> forTerminal(Look look) {
    if (rows.isEmpty()) {
      return List.of(whenEmpty);
    }
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = look.width(columns.get(i).header());
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], look.width(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>(rows.size() + 1);
    lines.add(look.faint(aligned(columns.stream().map(Column::header).toList(), widths, look)));
    rows.forEach(row -> lines.add(aligned(row, widths, look)));
    return lines;
  }

  private String aligned(List<String> cells, int[] widths, Look look) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String gap = " ".repeat(widths[i] - look.width(cells.get(i)));
      boolean right = columns.get(i).right();
      line.append(i == 0 ? "" : "  ").append(right ? gap + cells.get(i) : cells.get(i) + gap);
    }
    return line.toString().stripTrailing();
  }
}
