package io.coterie.tracker.app;

import io.coterie.tracker.sql.sqlite.SqliteFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a backup in the place of an embedded store. */
@Command(
    name = "restore",
    description = {
      "Makes a backup the embedded store, after checking it. Stop all trackers first. Changes made"
          + " since the backup are lost.",
      "Example: bin/tracker restore --force /backups/coterie-monday.db"
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "What bin/tracker backup has written.")
  private Path file = Path.of("");

  @Option(names = "--force", description = "Replace the store when there is one.")
  private boolean force;

  @Mixin private StoreOption store;

  RestoreCommand(Map<String, String> environment) {
    this.environment = environment;
    store = new StoreOption(environment);
  }

  @Override
  public Integer call() {
    Path embedded =
        OperatorStore.file(store.location(TrackerHome.open(environment)), "pg_restore and PITR");
    OperatorStore.refusing(() -> SqliteFiles.restore(file, embedded, force, Instant.now()));
    spec.commandLine().getOut().println("restored " + embedded + " from " + file);
    return TrackerMain.OK;
  }
}
