package io.coterie.tracker.file;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * What the store believes a peer to hold, ticked off as the peer names it. A file is known by the
 * first 64 bits of the SHA-256 of its group, name and root, so it costs some bytes however long its
 * name is. Two files of one peer with the same bits, which that peer alone could contrive, are
 * taken for one. Filled first, then asked; used by one thread at a time.
 */
final class Checklist {

  /** What a file costs at most: 8 bytes on the list, and as many until it is put in order. */
  static final int BYTES_PER_FILE = 16;

  private final BitSet ticked = new BitSet();
  private final MessageDigest sha256 = sha256();
  private final List<long[]> filled = new ArrayList<>();
  private long[] digests = new long[0];

  /** Adds files. */
  void add(Collection<Announced> files) {
    filled.add(files.stream().mapToLong(this::digest).toArray());
  }

  /** Ends the filling. */
  void close() {
    LongBuffer all = LongBuffer.allocate(filled.stream().mapToInt(some -> some.length).sum());
    filled.forEach(all::put);
    filled.clear();
    digests = all.array();
    Arrays.sort(digests);
  }

  /** Ticks a file off; false when it is not on the list. */
  boolean tick(Announced file) {
    int position = find(file);
    if (position >= 0) {
      ticked.set(position);
    }
    return position >= 0;
  }

  /** Whether a file is on the list and was not ticked off. */
  boolean isLeft(Announced file) {
    int position = find(file);
    return position >= 0 && !ticked.get(position);
  }

  /** Whether every file was ticked off. */
  boolean isDone() {
    return ticked.cardinality() == digests.length;
  }

  private int find(Announced file) {
    return Arrays.binarySearch(digests, digest(file));
  }

  private long digest(Announced file) {
    byte[] groupId = file.groupId().getBytes(StandardCharsets.UTF_8);
    byte[] name = file.name().getBytes(StandardCharsets.UTF_8);
    sha256.update(ByteBuffer.allocate(8).putInt(groupId.length).putInt(name.length).flip());
    sha256.update(groupId);
    sha256.update(name);
    return ByteBuffer.wrap(sha256.digest(file.root().toByteArray())).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
