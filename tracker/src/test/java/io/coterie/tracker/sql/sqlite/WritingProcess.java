package io.coterie.tracker.sql.sqlite;

import io.coterie.tracker.account.Account;
import io.coterie.tracker.sql.SqlAccounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A process that writes without end and prints each key once its write is acknowledged. */
final class WritingProcess {

  /** What stands before each key, among lines of other kinds. */
  static final String ACKNOWLEDGED = "acknowledged ";

  private static final int THREADS = 8;

  private WritingProcess() {}

  /** Takes the database file and a prefix of the keys. */
  public static void main(String[] args) {
    SqliteStore store = SqliteStore.open(SqliteSettings.of(Path.of(args[0])));
    SqlAccounts accounts = new SqlAccounts();
    for (int thread = 0; thread < THREADS; thread++) {
      String prefix = args[1] + "-" + thread + "-";
      new Thread(
              () -> {
                for (int i = 0; true; i++) {
                  String key = prefix + i;
                  if (store.write(tx -> accounts.insert(tx, new Account(key, key, "", false)))) {
                    print(key);
                  }
                }
              })
          .start();
    }
  }

  /** One write system call, so that a line is printed whole or not at all. */
  private static synchronized void print(String key) {
    byte[] line = (ACKNOWLEDGED + key + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(line, 0, line.length);
    System.out.flush();
  }

  /**
   * The command that starts this process.
   *
   * @param temporary its folder for temporary files
   */
  static ProcessBuilder command(Path file, String prefix, Path temporary) {
    return new ProcessBuilder(
            Arrays.asList(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                WritingProcess.class.getName(),
                file.toString(),
                prefix))
        .redirectError(ProcessBuilder.Redirect.DISCARD);
  }
}
