package io.coterie.tracker.sql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.sql.SqlTx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class KilledProcessIT {

  private static final int ENOUGH = 400;

  @TempDir private Path folder;

  /** Two trackers start at once on an empty folder, write together, and die one after the other. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void nothingAcknowledgedIsLost() throws Exception {
    Path file = folder.resolve("coterie.db");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process first = WritingProcess.command(file, "first", temporary).start();
    Process second = WritingProcess.command(file, "second", temporary).start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader fromFirst = reader(first);
        BufferedReader fromSecond = reader(second)) {
      acknowledged.addAll(read(fromFirst, ENOUGH));
      acknowledged.addAll(read(fromSecond, ENOUGH));
      first.toHandle().destroyForcibly();
      acknowledged.addAll(readAll(fromFirst));
      acknowledged.addAll(read(fromSecond, ENOUGH));
      second.toHandle().destroyForcibly();
      acknowledged.addAll(readAll(fromSecond));
    } finally {
      first.destroyForcibly().waitFor();
      second.destroyForcibly().waitFor();
    }

    assertThat(temporary).as("what killed processes leave behind").isEmptyDirectory();
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(3 * ENOUGH);
    try (SqliteStore store = SqliteStore.open(SqliteSettings.of(file))) {
      Set<String> kept =
          new HashSet<>(
              store.read(
                  tx ->
                      SqlTx.of(tx).list("select user_key from account", row -> row.getString(1))));
      assertThat(kept).containsAll(acknowledged);
      store.probe();
    }
  }

  private static BufferedReader reader(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private static List<String> read(BufferedReader reader, int lines) throws IOException {
    List<String> read = new ArrayList<>();
    while (read.size() < lines) {
      String line = reader.readLine();
      if (line == null) {
        throw new IOException("the process ended after " + read.size() + " writes");
      }
      add(line, read);
    }
    return read;
  }

  private static List<String> readAll(BufferedReader reader) throws IOException {
    List<String> read = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      add(line, read);
    }
    return read;
  }

  private static void add(String line, List<String> read) {
    if (line.startsWith(WritingProcess.ACKNOWLEDGED)) {
      read.add(line.substring(WritingProcess.ACKNOWLEDGED.length()));
    }
  }
}
