package io.coterie.peer.download;

/** Hears how downloads go. */
@FunctionalInterface
public interface TransferListener {
  /**
   * A download has changed: at once when its state or detail changes, otherwise at most four times
   * a second. Called in order for each download, on a worker thread; must not block.
   */
  void changed(TransferSnapshot transfer);
}
