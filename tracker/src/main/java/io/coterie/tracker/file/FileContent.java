package io.coterie.tracker.file;

import com.google.protobuf.ByteString;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;

/**
 * What identifies a file's content.
 *
 * @param size in bytes, from 0
 * @param pieceSize in bytes, a function of size
 * @param root its Merkle root, 32 bytes; all zero for an empty file
 */
public record FileContent(long size, int pieceSize, ByteString root) {

  private static final int LEAST_PIECE = 1 << 20;
  private static final int GREATEST_PIECE = 16 << 20;
  private static final long MOST_PIECES = 4096;
  private static final ByteString EMPTY_ROOT = ByteString.copyFrom(new byte[32]);

  /** Checks that the parts belong together; FILE_LAYOUT_INVALID. */
  public static FileContent checked(long size, int pieceSize, ByteString root) {
    int expected = pieceSizeOf(size);
    if (pieceSize != expected) {
      throw invalid(
          "a file of " + size + " bytes has pieces of " + expected + " bytes, not " + pieceSize,
          "piece_size",
          "must be " + expected);
    }
    if (root.equals(EMPTY_ROOT) != (size == 0)) {
      throw invalid(
          "the root of 32 zero bytes belongs to the empty file, and only to it",
          "root",
          size == 0 ? "must be 32 zero bytes" : "must not be 32 zero bytes");
    }
    return new FileContent(size, pieceSize, root);
  }

  /** The smallest power of two from 1 MiB to 16 MiB that makes at most 4096 pieces, else 16 MiB. */
  static int pieceSizeOf(long size) {
    int pieceSize = LEAST_PIECE;
    while (pieceSize < GREATEST_PIECE && size > pieceSize * MOST_PIECES) {
      pieceSize *= 2;
    }
    return pieceSize;
  }

  private static Refusal invalid(String message, String field, String description) {
    return new Refusal(ErrorReason.ERROR_REASON_FILE_LAYOUT_INVALID, message)
        .withField(field, description);
  }
}
