package io.coterie.peer.store;

import io.coterie.rpc.validate.Names;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of folders that are safe on every file system, one for each meaning. */
final class FolderName {
  private static final String SAFE = "abcdefghijklmnopqrstuvwxyz0123456789-";
  private static final int READABLE = 128;
  private static final int DISTINCT_BYTES = 16;

  private FolderName() {}

  /** A user's folder: the same for all spellings of a name that the trackers take as one. */
  static String ofUser(String user) {
    byte[] name = Names.fold(user).getBytes(StandardCharsets.UTF_8);
    StringBuilder safe = new StringBuilder();
    for (byte next : name) {
      if (SAFE.indexOf(next) >= 0) {
        safe.append((char) next);
      } else {
        safe.append(String.format("%%%02x", next));
      }
    }
    if (safe.length() <= READABLE) {
      return safe.toString();
    }
    String distinct = HexFormat.of().formatHex(sha256(name), 0, DISTINCT_BYTES);
    return safe.substring(0, READABLE) + "%" + distinct;
  }

  /** A peer's folder: its address, with "_" for what is not a letter, a digit, "." or "-". */
  static String ofAddress(String address) {
    return address.replaceAll("[^A-Za-z0-9.-]", "_");
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
