package io.coterie.tracker.sql.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A digest of rows in any order: the exclusive or of the SHA-256 of each. Rows differ from each
 * other by their primary keys, so none cancels another out.
 */
final class RowDigest {

  private final Table table;
  private final MessageDigest digest;
  private final byte[] sum = new byte[32];
  private long rows;

  RowDigest(Table table) {
    this.table = table;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** Adds the row at which the result stands, and returns its values. */
  @Nullable Object[] add(ResultSet row) throws SQLException {
    @Nullable Object[] values = new Object[table.columns().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = table.isBlob(i) ? row.getBytes(i + 1) : widened(row.getObject(i + 1));
      update(values[i]);
    }
    byte[] hash = digest.digest();
    for (int i = 0; i < sum.length; i++) {
      sum[i] ^= hash[i];
    }
    rows++;
    return values;
  }

  long rows() {
    return rows;
  }

  String hex() {
    return HexFormat.of().formatHex(sum);
  }

  /** SQLite returns numbers as small as they are. */
  private static @Nullable Object widened(@Nullable Object value) {
    return value instanceof Number number ? (Object) number.longValue() : value;
  }

  private void update(@Nullable Object value) {
    byte[] bytes;
    if (value == null) {
      digest.update((byte) 0);
      return;
    } else if (value instanceof byte[] blob) {
      bytes = blob;
    } else if (value instanceof Long number) {
      bytes = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    } else {
      bytes = value.toString().getBytes(UTF_8);
    }
    digest.update((byte) 1);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
