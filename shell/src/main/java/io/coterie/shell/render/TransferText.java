package io.coterie.shell.render;

import io.coterie.peer.v1.Transfer;
import io.coterie.peer.v1.TransferState;
import io.coterie.rpc.validate.Names;

/** A transfer in one line, such as {@code [D] [photos] a.bin 43% 12.3 MiB/s 20s 3 sources}. */
public final class TransferText {
  private TransferText() {}

  /** The line that show_downloads prints. */
  public static String line(Transfer transfer) {
    String head =
        String.format(
            "[%s] [%s] %s",
            mark(transfer.getState()),
            Names.display(transfer.getGroup()),
            Names.display(transfer.getName()));
    String detail = detail(transfer);
    String limit =
        transfer.getDownLimit() == 0 || isOver(transfer)
            ? ""
            : "  limit " + Units.limit(transfer.getDownLimit());
    return detail.isEmpty() ? head + limit : head + "  " + detail + limit;
  }

  private static String detail(Transfer transfer) {
    String percent = Units.percent(transfer.getVerifiedBytes(), transfer.getSize());
    String why = Names.display(transfer.getDetail());
    return switch (transfer.getState()) {
      case TRANSFER_STATE_RUNNING -> percent + "  " + speed(transfer) + unlessEmpty(why);
      case TRANSFER_STATE_QUEUED -> percent + "  waiting" + unlessEmpty(why);
      case TRANSFER_STATE_CHECKING -> percent + "  checking what is on disk" + unlessEmpty(why);
      case TRANSFER_STATE_PAUSED -> percent + "  paused" + unlessEmpty(why);
      case TRANSFER_STATE_FAILED -> percent + "  " + (why.isEmpty() ? "failed" : why);
      case TRANSFER_STATE_COMPLETE ->
          String.format(
              "100%%  %s  %s",
              Units.size(transfer.getSize()), Names.display(transfer.getDestination()));
      case TRANSFER_STATE_CANCELLED -> "cancelled";
      case TRANSFER_STATE_UNSPECIFIED, UNRECOGNIZED -> why;
    };
  }

  private static String speed(Transfer transfer) {
    String left =
        transfer.hasEtaSeconds() ? Units.duration(transfer.getEtaSeconds()) + " left" : "ETA -";
    return String.join(
        "  ",
        Units.rate(transfer.getRate()),
        left,
        Units.count(Integer.toUnsignedLong(transfer.getSources()), "source"));
  }

  private static boolean isOver(Transfer transfer) {
    return transfer.getState() == TransferState.TRANSFER_STATE_COMPLETE
        || transfer.getState() == TransferState.TRANSFER_STATE_CANCELLED;
  }

  private static String unlessEmpty(String why) {
    return why.isEmpty() ? "" : "  (" + why + ")";
  }

  private static String mark(TransferState state) {
    return switch (state) {
      case TRANSFER_STATE_COMPLETE -> "C";
      case TRANSFER_STATE_PAUSED -> "P";
      case TRANSFER_STATE_FAILED, TRANSFER_STATE_CANCELLED -> "F";
      default -> "D";
    };
  }
}
