package io.coterie.peer.store;

import io.coterie.peer.content.Hash;
import io.coterie.peer.content.PieceSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.UUID;

/** Where a partial file is: beside its destination, and in the end there. */
final class PartialPath {
  private static final int MAX_NAME = 255;
  private static final String SUFFIX = ".part";

  private final Path part;
  private final Path destination;
  private final Path journalFile;
  private final boolean overwrite;
  private final Placement placement;
  private volatile boolean placed;
  private boolean placingBegun;

  PartialPath(DownloadRecord download, Path journalFile, Placement placement) {
    this.part = part(download);
    this.destination = download.destination();
    this.journalFile = journalFile;
    this.overwrite = download.overwrite();
    this.placement = placement;
  }

  /** The name beside the destination: at most 255 bytes, cut between characters. */
  static Path part(DownloadRecord download) {
    Path destination = download.destination();
    String name = String.valueOf(destination.getFileName());
    String end = "." + download.transferId() + SUFFIX;
    int room = MAX_NAME - 1 - end.length();
    StringBuilder kept = new StringBuilder(".");
    int bytes = 0;
    for (int at = 0; at < name.length(); ) {
      String character = Character.toString(name.codePointAt(at));
      bytes += character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > room) {
        break;
      }
      kept.append(character);
      at += character.length();
    }
    return destination.resolveSibling(kept.append(end).toString());
  }

  /** Where the file is now. */
  Path location() {
    return placed ? destination : part;
  }

  /** Whether the file is in its final place. */
  boolean placed() {
    return placed;
  }

  Path destination() {
    return destination;
  }

  Path journalFile() {
    return journalFile;
  }

  /** Takes note of what a crash has left. */
  void resume(boolean wasPlaced, boolean placingWasBegun) {
    placed = wasPlaced;
    placingBegun = placingWasBegun;
  }

  /** Begins the journal anew. */
  Journal newJournal(Hash root, PieceSet durable) throws IOException {
    return Journal.create(journalFile, root, key(location()), durable, placingBegun);
  }

  /** Moves the file to its final place. */
  void place(Journal journal) throws IOException {
    if (!placed) {
      placement.place(part, destination, overwrite, journal, placingBegun);
      placed = true;
    }
  }

  /** What identifies a file on this machine as long as it exists, under whatever name. */
  static UUID key(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return UUID.nameUUIDFromBytes(Objects.toString(key).getBytes(StandardCharsets.UTF_8));
  }
}
