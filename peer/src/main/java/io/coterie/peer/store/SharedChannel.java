package io.coterie.peer.store;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;

/** A file channel with several users; the last to leave closes it. Thread-safe. */
final class SharedChannel {
  private final FileChannel channel;
  private int users = 1;

  /** The caller is the first user. */
  SharedChannel(FileChannel channel) {
    this.channel = channel;
  }

  /** The channel, for users only. */
  FileChannel channel() {
    return channel;
  }

  /**
   * Adds a user.
   *
   * @throws ClosedChannelException if all have left
   */
  synchronized void enter() throws ClosedChannelException {
    if (users == 0) {
      throw new ClosedChannelException();
    }
    users++;
  }

  /** Takes a user out. */
  void leave() throws IOException {
    boolean last;
    synchronized (this) {
      last = --users == 0;
    }
    if (last) {
      channel.close();
    }
  }
}
