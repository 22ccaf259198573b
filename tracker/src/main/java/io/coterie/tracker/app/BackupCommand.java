package io.coterie.tracker.app;

import io.coterie.tracker.sql.sqlite.SqliteFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies an embedded store into a file, while trackers run. */
@Command(
    name = "backup",
    description = {
      "Writes a copy of the embedded store to a file, while trackers run. The copy is checked and"
          + " readable by its owner only. It holds no keys: keep ca.crt, ca.key and grant.key"
          + " besides.",
      "Example: bin/tracker backup /backups/coterie-monday.db"
    },
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path file = Path.of("");

  @Option(names = "--force", description = "Replace the file when it exists.")
  private boolean force;

  @Mixin private StoreOption store;

  BackupCommand(Map<String, String> environment) {
    this.environment = environment;
    store = new StoreOption(environment);
  }

  @Override
  public Integer call() {
    Path embedded =
        OperatorStore.file(store.location(TrackerHome.open(environment)), "pg_dump and PITR");
    OperatorStore.requireExisting(embedded);
    OperatorStore.refusing(() -> SqliteFiles.backup(embedded, file, force));
    spec.commandLine().getOut().println("backed up " + embedded + " to " + file);
    return TrackerMain.OK;
  }
}
