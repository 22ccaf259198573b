package io.coterie.tracker.app;

import io.coterie.rpc.log.ProcessLog;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsOptions;
import io.coterie.rpc.spelling.Spelling;
import io.coterie.rpc.trackers.TrackerInfo;
import io.coterie.rpc.trackers.TrackerInfoException;
import io.coterie.tracker.presence.Capacity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a tracker and runs it until the process is told to end. */
@Command(
    name = "tracker",
    description = "Starts the N-th tracker of a trackerinfo.txt.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false)
final class TrackerCommand implements Callable<Integer> {

  /** Whether strangers may make accounts; named as it is typed. */
  enum Registration {
    open,
    closed
  }

  private static final Logger log = LoggerFactory.getLogger(TrackerCommand.class);

  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TRACKERINFO",
      description = "The file that lists the trackers, one host:port a line.")
  private @Nullable Path trackerInfo;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "N",
      description = "Which of them to start, counting entries from 1.")
  private @Nullable String number;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "What to listen on where that is not the entry, for example 0.0.0.0:7401.")
  private @Nullable String listen;

  @Option(
      names = "--san",
      paramLabel = "NAME",
      split = ",",
      description = "A further host name or IP address by which clients reach this tracker.")
  private List<String> names = new ArrayList<>();

  @Mixin private StoreOption store;

  @Option(
      names = "--trust",
      paramLabel = "DIR",
      description = {
        "Keys and certificates that you supply: the authority's as ca.key and ca.crt, or, as in a"
            + " Secret of cert-manager, as tls.key and tls.crt with ca.crt; grant.key; if you like"
            + " the serving certificate's as tls.key and tls.crt beside ca.key. Changes are taken"
            + " over while running.",
        "Default: made under COTERIE_HOME/tracker."
      })
  private @Nullable Path trust;

  @Option(
      names = "--registration",
      paramLabel = "open|closed",
      defaultValue = "open",
      description = "Whether strangers may make accounts. Default: open.")
  private Registration registration = Registration.open;

  @Mixin private OperationsOptions operations = new OperationsOptions();

  TrackerCommand(Map<String, String> environment) {
    this.environment = environment;
    store = new StoreOption(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    TrackerSettings settings = settings();
    boolean json = settings.operations().logsJson();
    if (json) {
      ProcessLog.jsonToStandardOutput();
    } else {
      ProcessLog.toFile(settings.home().logs(), "tracker-" + settings.number());
    }
    Consumer<String> announce = json ? what -> {} : what -> say(settings, what);
    Tracker tracker = Tracker.start(settings, InstantSource.system());
    CountDownLatch stop = new CountDownLatch(1);
    Termination.onSignal(stop::countDown);
    log.info("serving entry {} on {}", settings.entry(), tracker.address());
    announce.accept("ready on " + tracker.address());
    stop.await();
    log.info("told to stop; draining");
    announce.accept("stopping");
    tracker.close();
    log.info("stopped");
    announce.accept("stopped");
    return TrackerMain.OK;
  }

  /**
   * What is typed, checked.
   *
   * @throws StartException when the tracker cannot be started so
   */
  TrackerSettings settings() {
    if (trackerInfo != null) {
      requireNoMistypedCommand(trackerInfo);
    }
    if (trackerInfo == null || number == null) {
      throw new ParameterException(
          spec.commandLine(), "name the trackerinfo.txt and which tracker of it to start");
    }
    int n = parseNumber(number);
    TrackerInfo info;
    HostPort entry;
    try {
      info = TrackerInfo.read(trackerInfo);
      entry = info.entry(n);
    } catch (TrackerInfoException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
    TrackerHome home = TrackerHome.open(environment);
    StoreLocation location = store.location(home);
    if (location instanceof StoreLocation.Embedded) {
      LocalEntries.require(info.entries());
    } else if (trust == null) {
      throw new StartException(
          "trackers that share the store "
              + location
              + " need the same keys: supply the authority's and the grant key with --trust DIR");
    }
    return new TrackerSettings(
        n,
        entry,
        listenAddress(entry),
        checkedNames(),
        location,
        home,
        Optional.ofNullable(trust).map(Path::toAbsolutePath),
        registration == Registration.open,
        Capacity.ofHeap(Runtime.getRuntime().maxMemory()),
        operations.settings(environment));
  }

  /** A word that is no command is taken for the file. */
  private void requireNoMistypedCommand(Path file) {
    String typed = file.toString();
    String hint = Spelling.hint(typed, spec.subcommands().keySet());
    if (!hint.isEmpty() && !Files.exists(file)) {
      throw new ParameterException(
          spec.commandLine(), "there is neither a command nor a file " + typed + hint);
    }
  }

  private int parseNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), "N is the number of an entry, such as 1, and not " + text, e);
    }
  }

  private HostPort listenAddress(HostPort entry) {
    if (listen == null) {
      return entry;
    }
    try {
      return HostPort.parseListen(listen);
    } catch (IllegalArgumentException e) {
      throw new StartException("--listen " + listen + ": " + e.getMessage(), e);
    }
  }

  private List<String> checkedNames() {
    for (String name : names) {
      try {
        new HostPort(name, 0);
      } catch (IllegalArgumentException e) {
        throw new StartException("--san " + name + ": " + e.getMessage(), e);
      }
    }
    return names;
  }

  private void say(TrackerSettings settings, String what) {
    spec.commandLine().getOut().println("tracker " + settings.number() + " " + what);
    spec.commandLine().getOut().flush();
  }
}
