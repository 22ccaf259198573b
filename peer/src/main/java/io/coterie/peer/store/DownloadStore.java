package io.coterie.peer.store;

import io.coterie.peer.content.Hash;
import io.coterie.peer.content.HashMismatchException;
import io.coterie.peer.content.PieceHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The downloads of a user that are not complete. Thread-safe; every method uses the disk. */
public final class DownloadStore {
  private static final Logger log = LoggerFactory.getLogger(DownloadStore.class);

  private static final String RECORD = ".download";
  private static final String HASHES = ".hashes";
  private static final String JOURNAL = ".journal";

  private final Path folder;
  private final StateFolder<DownloadRecord> records;
  private final StateFolder<byte[]> hashes;
  private final Checkpoints checkpoints;

  DownloadStore(Path folder, ScheduledExecutorService background) {
    this.folder = folder;
    this.records = new StateFolder<>(folder, RECORD, new DownloadCodec());
    this.hashes = new StateFolder<>(folder, HASHES, new RawCodec());
    this.checkpoints = new Checkpoints(background);
  }

  /** Reads the downloads that were not complete, and clears away what removals have left. */
  public Loaded<DownloadRecord> load() throws IOException {
    Loaded<DownloadRecord> loaded = records.load();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(this::belongsToNone).toList()) {
        Files.delete(file);
      }
    }
    return loaded;
  }

  /** Stores a download durably, new or as it is now. */
  public void save(DownloadRecord download) throws IOException {
    records.write(download.transferId(), download);
  }

  /** The piece hashes of a download, if they were known when it was last open. */
  public Optional<PieceHashes> hashes(DownloadRecord download) throws IOException {
    Optional<byte[]> stored = hashes.read(download.transferId());
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          PieceHashes.verified(download.layout(), download.id().root(), stored.get()));
    } catch (HashMismatchException e) {
      log.warn("stored piece hashes of {} are wrong and are fetched again", download.name(), e);
      return Optional.empty();
    }
  }

  /**
   * Creates the partial file, or opens what is left of it. While it is open, what is verified is
   * forced to the disk every five seconds. Blocks.
   *
   * @param verified the piece hashes, which belong to the download's root; stored with it
   * @throws IOException if the file cannot be made, for instance because the folder is gone
   */
  public PartialFile open(DownloadRecord download, PieceHashes verified) throws IOException {
    if (!verified.root().equals(download.id().root())
        || !verified.layout().equals(download.layout())) {
      throw new IllegalArgumentException("these are the hashes of another file");
    }
    byte[] bytes = new byte[verified.layout().pieceCount() * Hash.LENGTH];
    verified.range(0, verified.layout().pieceCount()).get(bytes);
    hashes.write(download.transferId(), bytes);
    PartialPath path = new PartialPath(download, journal(download), new Placement());
    PartialFile file = new PartialFileOpener(download, verified, path).open();
    checkpoints.add(file);
    return file;
  }

  /**
   * Forgets a download that is complete or cancelled. Its partial file is not touched; see {@link
   * PartialFile#discard}.
   */
  public void remove(DownloadRecord download) throws IOException {
    // The record first: what else there is means nothing without it.
    records.delete(download.transferId());
    hashes.delete(download.transferId());
    Files.deleteIfExists(journal(download));
  }

  /** Whether a download that was not forgotten has put its file in its final place. */
  public boolean isPlaced(DownloadRecord download) throws IOException {
    Optional<PieceHashes> known = hashes(download);
    return known.isPresent()
        && new PartialFileOpener(
                download,
                known.get(),
                new PartialPath(download, journal(download), new Placement()))
            .isPlaced();
  }

  private boolean belongsToNone(Path file) {
    String name = file.getFileName().toString();
    int dot = name.indexOf('.');
    String key = dot < 0 ? name : name.substring(0, dot);
    return (name.endsWith(HASHES) || name.endsWith(JOURNAL))
        && !Files.exists(folder.resolve(key + RECORD))
        && !Files.exists(folder.resolve(key + RECORD + StateFolder.SET_ASIDE));
  }

  private Path journal(DownloadRecord download) {
    return folder.resolve(download.transferId() + JOURNAL);
  }
}
