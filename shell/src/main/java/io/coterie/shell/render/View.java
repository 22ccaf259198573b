package io.coterie.shell.render;

import io.coterie.peer.v1.Transfer;
import java.util.List;

/** How a result reads to a human. Text from others in it is already safe to print. */
public sealed interface View permits View.Lines, View.Transfers, Table {

  /** The lines for a pipe. */
  List<String> forPipe();

  /** The lines for a terminal, with what they need of a look. */
  List<String> forTerminal(Look look);

  /** Lines to print as they are. */
  record Lines(List<String> lines) implements View {
    /** Copies {@code lines}. */
    public Lines {
      lines = List.copyOf(lines);
    }

    @Override
    public List<String> forPipe() {
      return lines;
    }

    @Override
    public List<String> forTerminal(Look look) {
      return lines;
    }
  }

  /** Downloads, a line each. */
  record Transfers(List<Transfer> transfers) implements View {
    /** Copies {@code transfers}. */
    public Transfers {
      transfers = List.copyOf(transfers);
    }

    @Override
    public List<String> forPipe() {
      return transfers.stream().map(TransferText::line).toList();
    }

    @Override
    public List<String> forTerminal(Look look) {
      return transfers.isEmpty()
          ? List.of("no downloads; start one with download_file")
          : transfers.stream().map(transfer -> coloured(transfer, look)).toList();
    }

    private static String coloured(Transfer transfer, Look look) {
      String line = TransferText.line(transfer);
      return switch (transfer.getState()) {
        case TRANSFER_STATE_COMPLETE -> look.good(line);
        case TRANSFER_STATE_FAILED -> look.bad(line);
        default -> line;
      };
    }
  }

  /** One line. */
  static View line(String line) {
    return new Lines(List.of(line));
  }
}
