package io.coterie.shell.app;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the shell is started with. */
@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shares files with groups of people. Type commands, or give them to standard input, one a line.",
      "The command help lists all commands."
    },
    footer = {
      "Examples:",
      "  shell 127.0.0.1:7501 trackerinfo.txt",
      "  shell 127.0.0.1:7501 trackerinfo.txt < commands.txt",
      "  shell 127.0.0.1:7501 trackerinfo.txt -c \"login alice PASSWORD; list_groups\""
    })
final class ShellOptions {
  @Parameters(
      index = "0",
      paramLabel = "HOST:PORT",
      description = "Where this shell's peer listens for others.")
  String address;

  @Parameters(
      index = "1",
      paramLabel = "TRACKERINFO",
      description = "The file that names the trackers.")
  Path trackerInfo;

  @Option(
      names = "--peer",
      description = "Use the peer that runs on HOST:PORT already, instead of one of its own.")
  boolean daemon;

  @Option(
      names = "--advertise",
      paramLabel = "HOST:PORT",
      description = "What others dial to reach this shell's peer.")
  @Nullable String advertise;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The certificate authority of the trackers, when they run elsewhere.")
  @Nullable Path caFile;

  @Option(
      names = "-c",
      paramLabel = "COMMANDS",
      description = "Run these commands, with ';' between them, and leave.")
  @Nullable String commands;

  @Option(names = "--json", description = "Print one JSON object for each result.")
  boolean json;

  @Option(names = "--keep-going", description = "Go on after a command that failed.")
  boolean keepGoing;

  Optional<String> advertise() {
    return Optional.ofNullable(advertise);
  }

  Optional<Path> caFile() {
    return Optional.ofNullable(caFile);
  }

  Optional<String> commands() {
    return Optional.ofNullable(commands);
  }
}
