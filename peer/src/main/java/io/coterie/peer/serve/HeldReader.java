package io.coterie.peer.serve;

import io.coterie.peer.content.ContentChangedException;
import io.coterie.peer.content.ContentId;
import io.coterie.peer.store.ContentReader;
import io.coterie.peer.store.HeldContent;
import io.coterie.rpc.error.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is served under one id at the moment: a partial file at first, perhaps, and then the
 * whole one. Opens late and keeps open. Used by one thread at a time, except {@link #close}.
 */
final class HeldReader {
  private final AccessControl access;
  private final ContentId id;
  private @Nullable HeldContent content;
  private volatile @Nullable ContentReader reader;
  private volatile boolean closed;

  HeldReader(AccessControl access, ContentId id) {
    this.access = access;
    this.id = id;
  }

  /** What is read. */
  ContentId id() {
    return id;
  }

  /**
   * What is served now.
   *
   * @throws Refusal CONTENT_NOT_SERVED
   */
  HeldContent content() {
    return access.find(id);
  }

  /**
   * Fills a buffer with bytes of a piece that is held.
   *
   * @return false if this reader was closed meanwhile
   * @throws Refusal CONTENT_CHANGED if the file is not what was hashed; it is withdrawn then
   * @throws UncheckedIOException if it cannot be read
   */
  boolean read(HeldContent from, int piece, int offset, ByteBuffer target) {
    try {
      ContentReader open = reader;
      if (open == null || content != from) {
        closeReader();
        open = from.open();
        content = from;
        reader = open;
      }
      if (closed) {
        closeReader();
        return false;
      }
      open.read(piece, offset, target);
      return true;
    } catch (ContentChangedException e) {
      access.withdraw(from, String.valueOf(e.getMessage()));
      throw AccessControl.changed();
    } catch (ClosedChannelException e) {
      if (closed) {
        return false;
      }
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes; what is being read at the moment fails. Any thread may call, and again. */
  void close() {
    closed = true;
    closeReader();
  }

  private void closeReader() {
    ContentReader open = reader;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
