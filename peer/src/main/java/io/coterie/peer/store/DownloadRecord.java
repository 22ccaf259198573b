package io.coterie.peer.store;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.PieceLayout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A download as it is stored until it is complete or cancelled.
 *
 * @param transferId names it on this peer: 1 to 64 of a-z, 0-9 and "-"
 * @param group the group's name when it was queued
 * @param id what is to be fetched
 * @param name the file's name in the group
 * @param layout how the content is cut
 * @param destination the final path, absolute, with the file's name
 * @param overwrite whether an existing file may be replaced
 * @param createTime when it was queued
 * @param paused whether the user has paused it
 * @param failure why it failed, a sentence; empty when it did not
 */
public record DownloadRecord(
    String transferId,
    String group,
    ContentId id,
    String name,
    PieceLayout layout,
    Path destination,
    boolean overwrite,
    Instant createTime,
    boolean paused,
    String failure) {
  private static final Pattern TRANSFER_ID = Pattern.compile("[a-z0-9-]{1,64}");

  /**
   * Checks what becomes part of file names.
   *
   * @throws IllegalArgumentException if the transfer's id or the destination cannot be used
   */
  public DownloadRecord {
    if (!TRANSFER_ID.matcher(transferId).matches()) {
      throw new IllegalArgumentException("a transfer id has 1 to 64 of a-z, 0-9 and -");
    }
    if (!destination.isAbsolute() || destination.getFileName() == null) {
      throw new IllegalArgumentException("the destination is no absolute path of a file");
    }
  }

  /** The same, paused or not. */
  public DownloadRecord withPaused(boolean nowPaused) {
    return new DownloadRecord(
        transferId,
        group,
        id,
        name,
        layout,
        destination,
        overwrite,
        createTime,
        nowPaused,
        failure);
  }

  /** The same, failed for a reason, or going on when it is empty. */
  public DownloadRecord withFailure(String reason) {
    return new DownloadRecord(
        transferId, group, id, name, layout, destination, overwrite, createTime, paused, reason);
  }

  /** Whether a share is what this download puts at its destination. */
  public boolean made(SharedFile share) {
    return id.equals(share.id()) && destination.equals(share.path());
  }
}
