package io.coterie.tracker.app;

import io.coterie.tracker.sql.copy.StoreCopy;
import io.coterie.tracker.sql.copy.StoreCopy.Copied;
import io.coterie.tracker.sql.postgres.PostgresSettings;
import io.coterie.tracker.sql.postgres.PostgresStore;
import io.coterie.tracker.sql.sqlite.SqliteFiles;
import io.coterie.tracker.store.StoreUnusableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves a deployment from the embedded store to PostgreSQL. */
@Command(
    name = "copy",
    description = {
      "Copies everything from the embedded store into an empty PostgreSQL database, in one"
          + " transaction, and reads it back before the commit. Stop all trackers first. The"
          + " embedded store stays as it is.",
      "Prints for each table the number of rows and a digest, the same on both sides.",
      "Example: bin/tracker copy --from jdbc:sqlite:$HOME/.coterie/tracker/coterie.db"
          + " --to jdbc:postgresql://db/coterie"
    },
    mixinStandardHelpOptions = true)
final class CopyCommand implements Callable<Integer> {

  private static final int SHOWN = 16;

  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "URL",
      description = "The embedded store, jdbc:sqlite:PATH.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description = "The database, jdbc:postgresql://HOST/DATABASE.")
  private String to = "";

  @Mixin private StoreCredentials credentials;

  CopyCommand(Map<String, String> environment) {
    credentials = new StoreCredentials(environment);
  }

  @Override
  public Integer call() {
    if (!(StoreLocation.parse("--from", from, credentials)
        instanceof StoreLocation.Embedded source)) {
      throw new StartException("--from must be the embedded store; write jdbc:sqlite:PATH");
    }
    if (!(StoreLocation.parse("--to", to, credentials) instanceof StoreLocation.Cluster target)) {
      throw new StartException(
          "--to must be a PostgreSQL database; write jdbc:postgresql://HOST/DATABASE");
    }
    OperatorStore.requireExisting(source.file());
    List<Copied> copied = new ArrayList<>();
    OperatorStore.refusing(
        () -> {
          source.open().close();
          copied.addAll(copy(source.file(), target.settings()));
        });
    for (Copied table : copied) {
      spec.commandLine()
          .getOut()
          .printf(
              "%-14s %10d rows  %s%n",
              table.table(), table.rows(), table.digest().substring(0, SHOWN));
    }
    spec.commandLine().getOut().println("copied " + source + " to " + target);
    return TrackerMain.OK;
  }

  private static List<Copied> copy(Path source, PostgresSettings settings) {
    List<Copied> copied = new ArrayList<>();
    try (Connection target = PostgresStore.connect(settings)) {
      SqliteFiles.exclusively(
          source, reading -> copied.addAll(new StoreCopy(reading, target).run()));
    } catch (SQLException e) {
      throw new StoreUnusableException(
          "nothing was copied: " + e.getMessage() + "; check the database", e);
    }
    return copied;
  }
}
