package io.coterie.peer.store;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.FileStamp;
import io.coterie.peer.content.Hash;
import io.coterie.peer.content.HashedFile;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.content.SampleContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Content with small pieces, its hashes, and downloads and shares of it. */
public final class Sample {
  static final String GROUP_ID = "g-1";

  private final PieceLayout layout;
  private final byte[] bytes;
  private final PieceHashes hashes;

  /** Content of a size in pieces of 64 KiB. */
  public Sample(int size) {
    layout = new PieceLayout(size, 64 << 10);
    bytes = SampleContent.dense(size);
    PieceDigest digest = new PieceDigest(layout);
    ByteBuffer all = ByteBuffer.allocate(layout.pieceCount() * Hash.LENGTH);
    for (int piece = 0; piece < layout.pieceCount(); piece++) {
      digest.update(piece(piece));
      all.put(digest.finish().asByteBuffer());
    }
    hashes = PieceHashes.computed(layout, all.array());
  }

  /** How the content is cut. */
  public PieceLayout layout() {
    return layout;
  }

  /** All of it. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Its hashes. */
  public PieceHashes hashes() {
    return hashes;
  }

  /** One piece of it. */
  public ByteBuffer piece(int piece) {
    return ByteBuffer.wrap(bytes, (int) layout.offset(piece), layout.pieceLength(piece));
  }

  /** Writes the content to a file and shares it. */
  public SharedFile share(Path file, String groupId, String name) throws IOException {
    Files.write(file, bytes);
    return new SharedFile(
        "photos", groupId, name, new HashedFile(file, FileStamp.of(file), hashes));
  }

  /** A download of the content. */
  public DownloadRecord download(Path destination) {
    return new DownloadRecord(
        "t-1",
        "photos",
        new ContentId(GROUP_ID, hashes.root()),
        "sample",
        layout,
        destination,
        false,
        Instant.parse("2026-11-22T10:00:00.123456789Z"),
        false,
        "");
  }

  /** Writes and verifies pieces. */
  public void fetch(PartialFile file, int first, int count) throws IOException {
    for (int piece = first; piece < first + count; piece++) {
      file.write(piece, 0, piece(piece));
      file.verified(piece);
    }
  }
}
