package io.coterie.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.coterie.shell.app.ShellMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Trackers and peers as real processes in a temporary home; closing ends them all. */
public final class House implements AutoCloseable {

  /** Tests that run at the same time have ports of their own. */
  private static final int PORTS_OF_A_FORK = 11_000;

  private static final int PORTS =
      10_000 + PORTS_OF_A_FORK * (Integer.getInteger("coterie.fork", 1) - 1);

  private static final Path DIST =
      Path.of(System.getProperty("coterie.dist", "../dist/target/coterie")).toAbsolutePath();

  private final Path root;
  private final List<String> trackerAddresses;
  private final List<String> options;
  private final List<Proc> trackers = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  private House(Path root, int trackers, List<String> options) {
    this.root = directory(root);
    this.options = options;
    this.trackerAddresses = Stream.generate(House::freeAddress).limit(trackers).toList();
    write(
        trackerInfo(),
        trackerAddresses.stream().collect(Collectors.joining("\n", "# test\n", "\n")));
  }

  /** A house below {@code root} whose {@code trackers} run. */
  public static House start(Path root, int trackers) {
    return start(root, trackers, List.of());
  }

  /** As the other, with options for each start of a tracker. */
  public static House start(Path root, int trackers, List<String> options) {
    House house = new House(root, trackers, options);
    try {
      for (int n = 1; n <= trackers; n++) {
        house.trackers.add(house.launch(n));
      }
      for (int n = 1; n <= trackers; n++) {
        house.tracker(n).awaitOutput("tracker " + n + " ready");
      }
      return house;
    } catch (Throwable e) {
      house.close();
      throw e;
    }
  }

  /** A house below {@code root} with a trackerinfo.txt of {@code trackers} lines, none running. */
  public static House house(Path root, int trackers) {
    return new House(root, trackers, List.of());
  }

  /** The N-th tracker's process, counted from one. */
  public Proc tracker(int n) {
    return trackers.get(n - 1);
  }

  public String trackerAddress(int n) {
    return trackerAddresses.get(n - 1);
  }

  /** Starts the N-th tracker again after it has ended. */
  public void restartTracker(int n) {
    trackers.set(n - 1, launch(n));
    tracker(n).awaitOutput("tracker " + n + " ready");
  }

  private Proc launch(int n) {
    return launchTracker(n, options.toArray(String[]::new));
  }

  public Proc launchTracker(int n, String... options) {
    List<String> arguments = new ArrayList<>(List.of(trackerInfo().toString(), "" + n));
    arguments.addAll(List.of(options));
    return launch("tracker" + n, "tracker", arguments);
  }

  /** Starts a script of bin/ and keeps it until the house closes. */
  public Proc launch(String name, String script, List<String> arguments) {
    return launch(environment(), name, script, arguments);
  }

  private Proc launch(
      Map<String, String> environment, String name, String script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(script(script).toString()));
    command.addAll(arguments);
    Proc proc = Proc.start(name, root.resolve("logs"), environment, command);
    open.add(proc);
    return proc;
  }

  /** A peer daemon of its own with the account {@code user} created and logged in on it. */
  public Member member(String user) {
    return loggedIn(stranger(user));
  }

  /** As {@link #member}, with a daemon and shells that know the N-th tracker alone. */
  public Member memberOf(int n, String user) {
    Path file = root.resolve("tracker" + n + "-only.txt");
    write(file, trackerAddress(n) + "\n");
    return loggedIn(Member.start(this, file, user));
  }

  private static Member loggedIn(Member member) {
    member.run("create_user " + member.user() + " " + Member.PASSWORD, member.login()).ok();
    return member;
  }

  /** A peer daemon of its own on which nobody is logged in yet. */
  public Member stranger(String user) {
    return Member.start(this, trackerInfo(), user);
  }

  /** Runs a script of bin/ to its end. */
  public Ran run(String script, String... arguments) {
    return run(environment(), script, arguments);
  }

  public Ran run(Map<String, String> environment, String script, String... arguments) {
    Proc proc = launch(environment, script, script, List.of(arguments));
    int exit = proc.awaitExit();
    open.remove(proc);
    return new Ran(exit, proc.stdout(), proc.stderr());
  }

  /** Runs a shell to its end in this process. */
  Ran shell(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = new ShellMain(printer(out), printer(err), environment()).run(arguments);
    return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static PrintStream printer(ByteArrayOutputStream to) {
    return new PrintStream(to, true, UTF_8);
  }

  public Path trackerInfo() {
    return root.resolve("trackerinfo.txt");
  }

  public Path home() {
    return root.resolve("home");
  }

  /** A directory of the test's own files. */
  public Path files() {
    return directory(root.resolve("files"));
  }

  public Path script(String name) {
    return DIST.resolve("bin").resolve(name);
  }

  public Map<String, String> environment() {
    return Map.of("COTERIE_HOME", home().toString(), "NO_COLOR", "1");
  }

  public static Path directory(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A loopback address outside the range from which the kernel picks ports by itself. */
  public static String freeAddress() {
    IOException taken = new IOException();
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = PORTS + ThreadLocalRandom.current().nextInt(PORTS_OF_A_FORK);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return "127.0.0.1:" + socket.getLocalPort();
      } catch (IOException e) {
        taken = e;
      }
    }
    throw new UncheckedIOException("no free port in 100 attempts", taken);
  }

  @Override
  public void close() {
    AssertionError failure = null;
    // A test that times out is interrupted, and its processes are to end all the same.
    boolean interrupted = Thread.interrupted();
    for (int i = open.size() - 1; i >= 0; i--) {
      try {
        open.get(i).close();
      } catch (Exception | AssertionError e) {
        failure = failure == null ? new AssertionError(e) : failure;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
