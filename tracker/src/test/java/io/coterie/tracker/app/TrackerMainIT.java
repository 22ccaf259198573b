package io.coterie.tracker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.testing.Actor;
import io.coterie.tracker.testing.MovableClock;
import io.coterie.tracker.testing.Refused;
import io.coterie.tracker.testing.TestTracker;
import io.coterie.tracker.v1.ListSessionsRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operator is told when a command cannot be carried out, and the commands that can. */
class TrackerMainIT {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | name the trackerinfo.txt and which tracker of it to start; see tracker --help
          INFO                        | name the trackerinfo.txt and which tracker of it to start; see tracker --help
          INFO one                    | N is the number of an entry, such as 1, and not one; see tracker --help
          INFO 0                      | there is no tracker 0; the file has 2 entries, so it must be between 1 and 2
          INFO 3                      | there is no tracker 3; the file has 2 entries, so it must be between 1 and 2
          INFO 1 2                    | Unmatched argument at index 2: '2'; see tracker --help
          INFO 1 --bogus              | Unknown option: '--bogus'; see tracker --help
          INFO 1 --stroe x            | Unknown options: '--stroe', 'x'; did you mean --store; see tracker --help
          suspnd alice                | there is neither a command nor a file suspnd; did you mean suspend; see tracker --help
          suspnd                      | there is neither a command nor a file suspnd; did you mean suspend; see tracker --help
          backup --froce x            | Unknown option: '--froce'; did you mean --force; see tracker backup --help
          INFO 1 --listen nowhere     | --listen nowhere: the port is missing; write host:port
          INFO 1 --health :7480       | --health :7480: the host is missing; write host:port
          INFO 1 --metrics nowhere    | --metrics nowhere: the port is missing; write host:port
          INFO 1 --log xml            | Invalid value for option '--log': expected one of [text, json] (case-insensitive) but was 'xml'; see tracker --help
          INFO 1 --san a:b;c          | --san a:b;c: the host is neither a host name nor an IP address
          INFO 1 --store mysql://x    | --store mysql is no store that this version knows; write jdbc:sqlite:PATH or jdbc:postgresql://HOST/DATABASE
          INFO 1 --store jdbc:postgresql://db/c?password=x1y | --store holds a password, which every user of this machine can see; put it into a file and name that with --store-password-file
          INFO 1 --store jdbc:postgresql://db/c?targetServerType=any | --store asks for servers other than the primary; leave targetServerType out
          INFO 1 --store jdbc:postgresql://alice:x1y@db/c | --store holds a password, which every user of this machine can see; put it into a file and name that with --store-password-file
          INFO 1 --store jdbc:postgresql://db:port/c | --store is no URL of a PostgreSQL database; write jdbc:postgresql://HOST,HOST/DATABASE
          INFO 1 --store jdbc:postgresql://db/c --store-password-file /none | the file /none with the store's password cannot be read; check its name and its rights
          INFO 1 --store jdbc:postgresql://a,b/c?ssl=true | trackers that share the store jdbc:postgresql://a,b/c need the same keys: supply the authority's and the grant key with --trust DIR
          INFO 1 --trust /none        | /none is no directory; name the one with the deployment's keys and certificates
          suspend                     | Missing required parameter: 'USER'; see tracker suspend --help
          """)
  void aCommandThatIsWrongIsExplainedInOneLine(String line, String message) throws IOException {
    Path info = folder.resolve("trackerinfo.txt");
    Files.writeString(info, "127.0.0.1:7401\n127.0.0.1:7402\n");
    String arguments = line.replace("INFO", info.toString());

    int code = run(folder, arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("tracker: " + message + System.lineSeparator());
  }

  @Test
  void aFileThatIsMalformedIsNamedWithItsLine() throws IOException {
    Path info = folder.resolve("trackerinfo.txt");
    Files.writeString(info, "# ours\n127.0.0.1:7401\n127.0.0.1\n");

    assertThat(run(folder, info.toString(), "1")).isEqualTo(2);
    assertThat(err.toString()).contains("trackerinfo.txt line 3: the port is missing");
  }

  @Test
  void theEmbeddedStoreServesOneMachineOnly() throws IOException {
    Path info = folder.resolve("trackerinfo.txt");
    Files.writeString(info, "127.0.0.1:7401\n192.0.2.7:7401\n");

    assertThat(run(folder, info.toString(), "1")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("tracker: tracker 2 (192.0.2.7:7401) is not on this machine")
        .contains("--store");
  }

  @Test
  void aHomeThatCannotBeUsedIsNamed() throws IOException {
    Path info = folder.resolve("trackerinfo.txt");
    Files.writeString(info, "127.0.0.1:7401\n");

    assertThat(run(info, info.toString(), "1")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("tracker: the folder " + info.resolve("tracker") + " cannot be used: ")
        .contains("set COTERIE_HOME to a folder that you may write")
        .hasLineCount(1);
  }

  @Test
  void theOperatorKeepsAUserOutAndLetsThemInAgain() throws IOException {
    Path home = folder.resolve("home");
    Path tracker = Files.createDirectories(home.resolve("tracker"));
    MovableClock clock = new MovableClock();
    clock.advance(Duration.between(clock.instant(), Instant.now()));
    try (TestTracker running = new TestTracker(tracker, clock, true)) {
      Actor alice = running.joins("alice");

      assertThat(run(home, "suspend", "Alice")).isZero();
      assertThat(out.toString()).contains("suspended Alice; sessions ended: 1");
      Refused.assertRefused(
          "SESSION_INVALID",
          () -> alice.sessions().listSessions(ListSessionsRequest.getDefaultInstance()));
      Refused.assertRefused("ACCOUNT_SUSPENDED", () -> running.logsInWithoutPeer("alice"));

      assertThat(run(home, "unsuspend", "alice")).isZero();
      assertThat(running.logsInWithoutPeer("alice").sessionId()).isNotEmpty();

      assertThat(run(home, "suspend", "nobody")).isEqualTo(1);
      assertThat(err.toString()).contains("tracker: there is no user nobody; check the name");
    }
  }

  @Test
  void theOperatorOfNoStoreIsToldSo() {
    assertThat(run(folder, "suspend", "alice")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no store", "--store");
    assertThat(folder.resolve("tracker/coterie.db")).doesNotExist();
  }

  @Test
  void helpGoesToStandardOutput() {
    assertThat(run(folder, "--help")).isZero();
    assertThat(out.toString())
        .contains("--listen", "--san", "--store", "--trust", "--registration", "suspend")
        .contains("--health", "--metrics", "--log");
    assertThat(err.toString()).isEmpty();
  }

  private int run(Path home, String... arguments) {
    return TrackerMain.run(
        Map.of("COTERIE_HOME", home.toString()),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        arguments);
  }
}
