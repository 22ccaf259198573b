package io.coterie.shell.repl.terminal;

import io.coterie.peer.v1.Transfer;
import io.coterie.shell.render.Progress;
import io.coterie.shell.render.TransferText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is going on, in a few lines at the bottom of the screen: the running command and the running
 * downloads. Redraws at most ten times a second. Safe for use from any thread.
 */
final class Dashboard implements Progress {
  private static final int MOST_TRANSFERS = 3;
  private static final long REDRAW_MILLIS = 100;

  private final Consumer<List<String>> bottom;
  private final Timer timer;
  private final Map<String, Transfer> running = new LinkedHashMap<>();
  private String command = "";
  private boolean redrawing;

  /**
   * An empty dashboard.
   *
   * @param bottom shows lines at the bottom of the screen
   * @param timer runs the redrawing
   */
  Dashboard(Consumer<List<String>> bottom, Timer timer) {
    this.bottom = bottom;
    this.timer = timer;
  }

  @Override
  public synchronized void show(String line) {
    command = line;
    redrawSoon();
  }

  @Override
  public synchronized void clear() {
    if (!command.isEmpty()) {
      command = "";
      redrawSoon();
    }
  }

  /** Takes note of a transfer's new state. */
  synchronized void update(Transfer transfer) {
    switch (transfer.getState()) {
      case TRANSFER_STATE_QUEUED, TRANSFER_STATE_CHECKING, TRANSFER_STATE_RUNNING ->
          running.put(transfer.getTransferId(), transfer);
      default -> running.remove(transfer.getTransferId());
    }
    redrawSoon();
  }

  /** Forgets all transfers: nobody tells about them any more. */
  synchronized void forget() {
    running.clear();
    redrawSoon();
  }

  private void redrawSoon() {
    if (!redrawing) {
      redrawing = true;
      timer.after(REDRAW_MILLIS, this::redraw);
    }
  }

  private void redraw() {
    List<String> lines;
    synchronized (this) {
      redrawing = false;
      lines = lines();
    }
    bottom.accept(lines);
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    running.values().stream().limit(MOST_TRANSFERS).map(TransferText::line).forEach(lines::add);
    if (running.size() > MOST_TRANSFERS) {
      lines.add("and " + (running.size() - MOST_TRANSFERS) + " more; see show_downloads");
    }
    if (!command.isEmpty()) {
      lines.add(command);
    }
    return lines;
  }
}
