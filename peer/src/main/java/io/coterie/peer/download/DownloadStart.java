package io.coterie.peer.download;

import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.store.DownloadRecord;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/** Turns a user's wish into a download, or says why it cannot be one. Uses the disk. */
final class DownloadStart {
  /** 32 TiB in pieces of 16 MiB, whose hashes take 64 MiB of memory. */
  private static final int MAX_PIECES = 1 << 21;

  private static final int MAX_NAME_BYTES = 255;

  private final InstantSource clock;

  DownloadStart(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Checks destination and size. A name that comes from others never leads out of the folder.
   *
   * @throws Refusal DESTINATION_EXISTS, DESTINATION_UNUSABLE, FILE_LAYOUT_INVALID or, for the
   *     file's name, FIELD_INVALID
   */
  DownloadRecord record(DownloadRequest request, RemoteFile file) throws IOException {
    PieceLayout layout = PieceLayout.of(file.size());
    if (layout.pieceCount() > MAX_PIECES) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_FILE_LAYOUT_INVALID,
          file.name() + " is larger than 32 TiB, more than this peer can download");
    }
    Path destination = destination(request.destination(), file.name());
    requireFree(destination, file, request.overwrite());
    return new DownloadRecord(
        UUID.randomUUID().toString(),
        file.group(),
        file.content(),
        file.name(),
        layout,
        destination,
        request.overwrite(),
        clock.instant(),
        false,
        "");
  }

  private static Path destination(Path wished, String name) throws IOException {
    if (!wished.isAbsolute()) {
      throw unusable(wished + " is not an absolute path");
    }
    Path path =
        Files.isDirectory(wished)
            ? wished.resolve(Names.requireFileName(name))
            : wished.normalize();
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw unusable("there is no folder " + folder + "; make it first");
    }
    if (!Files.isWritable(folder)) {
      throw unusable("no right to write to " + folder + "; choose another folder");
    }
    Path file = folder.toRealPath().resolve(path.getFileName());
    int bytes = file.getFileName().toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_NAME_BYTES) {
      throw unusable("the name of " + file + " has " + bytes + " bytes; at most 255 are possible");
    }
    return file;
  }

  private static void requireFree(Path destination, RemoteFile file, boolean overwrite)
      throws IOException {
    if (!Files.exists(destination, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(destination)) {
      throw unusable(destination + " is a folder; choose another destination");
    }
    boolean maySame = Files.isRegularFile(destination) && Files.size(destination) == file.size();
    if (!overwrite && !maySame) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_DESTINATION_EXISTS,
          destination + " exists; choose another destination, or give leave to overwrite it");
    }
    if (!Files.isRegularFile(destination)) {
      throw unusable(destination + " is no regular file and is not overwritten");
    }
  }

  private static Refusal unusable(String message) {
    return new Refusal(ErrorReason.ERROR_REASON_DESTINATION_UNUSABLE, message);
  }
}
