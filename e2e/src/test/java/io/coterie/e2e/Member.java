package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A user with a peer daemon, commanded by scripted shells. */
public final class Member {

  public static final String PASSWORD = "a-long-password";

  private final House house;
  private final Path trackerInfo;
  private final String user;
  private final String address;
  private Proc daemon;

  private Member(House house, Path trackerInfo, String user, String address, Proc daemon) {
    this.house = house;
    this.trackerInfo = trackerInfo;
    this.user = user;
    this.address = address;
    this.daemon = daemon;
  }

  /** Starts a daemon that knows the trackers of a file. */
  static Member start(House house, Path trackerInfo, String user) {
    String address = House.freeAddress();
    Proc daemon = launch(house, trackerInfo, user, address);
    Member member = new Member(house, trackerInfo, user, address, daemon);
    member.daemon.awaitOutput("ready");
    return member;
  }

  private static Proc launch(House house, Path trackerInfo, String user, String address) {
    return house.launch("peer-" + user, "peer", List.of(address, trackerInfo.toString()));
  }

  public String user() {
    return user;
  }

  public String address() {
    return address;
  }

  public Proc daemon() {
    return daemon;
  }

  public String login() {
    return "login " + user + " " + PASSWORD;
  }

  /** Starts the daemon again after it has ended. */
  public void restart() {
    daemon = launch(house, trackerInfo, user, address);
    daemon.awaitOutput("ready");
  }

  /**
   * Runs the commands in one scripted shell that stops at the first failure. It is the shell as it
   * is, but in this process, which spares the start of one.
   */
  public Ran run(String... commands) {
    return run(List.of(), commands);
  }

  public Ran json(String... commands) {
    return run(List.of("--json"), commands);
  }

  public Ran run(List<String> options, String... commands) {
    return house.shell(arguments(options, commands));
  }

  /** Runs the commands in a shell that is a process of its own. */
  Ran runProcess(List<String> options, String... commands) {
    return house.run("shell", arguments(options, commands));
  }

  private String[] arguments(List<String> options, String... commands) {
    List<String> arguments = new ArrayList<>(List.of(address, trackerInfo.toString(), "--peer"));
    arguments.addAll(options);
    arguments.addAll(List.of("-c", String.join("; ", commands)));
    return arguments.toArray(String[]::new);
  }

  /** Shares {@code file} in {@code group}. */
  public void share(Path file, String group) {
    run("upload_file " + quote(file.toString()) + " " + quote(group)).ok();
  }

  /** Makes {@code group} and shares {@code file} in it. */
  public void shareInNewGroup(Path file, String group) {
    run(
            "create_group " + quote(group),
            "upload_file " + quote(file.toString()) + " " + quote(group))
        .ok();
  }

  /** Runs the commands in one shell that keeps going, and asserts that each is refused so. */
  public void refused(Refused... all) {
    Ran ran =
        run(List.of("--keep-going"), Stream.of(all).map(Refused::command).toArray(String[]::new));
    ran.refused(Stream.of(all).map(Refused::text).toArray(String[]::new));
    List<String> errors = ran.err().lines().toList();
    assertThat(errors).as(ran.out()).hasSameSizeAs(all);
    for (int i = 0; i < all.length; i++) {
      assertThat(errors.get(i)).as(all[i].command()).contains(all[i].text());
    }
  }

  /** A command that is refused, and what standard error then holds. */
  public record Refused(String command, String text) {}

  /** Asks to join {@code group} and has {@code owner} accept. */
  public void join(String group, Member owner) {
    run("join_group " + quote(group)).ok();
    owner.run("accept_request " + quote(group) + " " + user).ok();
  }

  /** Downloads a file to the end. */
  public void download(String group, String name, Path destination) {
    run(
            "download_file "
                + quote(group)
                + " "
                + quote(name)
                + " "
                + quote(destination.toString()),
            "wait_downloads 120")
        .ok();
  }

  /** Waits until the daemon has verified {@code percent} of the one download of {@code name}. */
  void awaitPercent(String name, int percent) {
    try (Control control = control()) {
      control.awaitPercent(name, percent);
    }
  }

  /** The running daemon's control service. */
  Control control() {
    return Control.of(house.home(), address);
  }

  /** Repeats {@code command} until its output holds {@code text}. */
  public void await(String command, String text) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> run(command).out().contains(text));
  }

  public static String quote(String argument) {
    return "'" + argument.replace("'", "'\\''") + "'";
  }
}
