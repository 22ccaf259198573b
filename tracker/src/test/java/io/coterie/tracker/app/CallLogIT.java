package io.coterie.tracker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.coterie.rpc.operations.OperationsSettings;
import io.coterie.rpc.server.CallLog;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a tracker logs of a session, down to the finest level. */
class CallLogIT {

  private static final String PASSWORD = "the-password-of-alice";
  private static final String NEW_PASSWORD = "the-next-password-of-alice";

  @TempDir Path folder;

  private final Logger ours = (Logger) LoggerFactory.getLogger("io.coterie");
  private final Lines lines = new Lines();
  private final Level before = ours.getLevel();

  @BeforeEach
  void listen() {
    lines.setContext(ours.getLoggerContext());
    lines.start();
    ours.setLevel(Level.TRACE);
    ours.addAppender(lines);
  }

  @AfterEach
  void leave() {
    ours.detachAppender(lines);
    ours.setLevel(before);
  }

  @Test
  void eachCallIsALineWithoutSecrets() throws Exception {
    try (Tracker tracker = start();
        TrackerClient client = TrackerClient.of(tracker.address(), folder)) {
      String request = client.creates("alice", PASSWORD);
      client.logsIn("alice", PASSWORD);
      String former = client.token();
      assertThatThrownBy(() -> client.logsIn("alice", "a-password-that-is-wrong"))
          .isInstanceOf(StatusRuntimeException.class);
      client.changesPassword(PASSWORD, NEW_PASSWORD);
      client.logsIn("alice", NEW_PASSWORD);
      String grant = client.grantFor("friends");

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(lines.calls)
                      .anyMatch(line -> line.contains("GroupService/IssueGrant\"")));
      assertThat(lines.calls)
          .anyMatch(
              line ->
                  line.matches(
                      ".*request="
                          + request
                          + " method=\"coterie.tracker.v1.AccountService/CreateUser\""
                          + " peer=\"127.0.0.1:\\d+\" status=\"OK\" millis=\"[0-9.E-]+\".*"))
          .anyMatch(line -> line.contains("SessionService/Login\"") && line.contains("UNAUTH"))
          .allMatch(line -> line.matches(".*request=[0-9a-zA-Z-]{16,36} .*"));
      assertThat(lines.all)
          .isNotEmpty()
          .allSatisfy(
              line ->
                  assertThat(line)
                      .doesNotContain(
                          PASSWORD,
                          NEW_PASSWORD,
                          "a-password-that-is-wrong",
                          former,
                          client.token(),
                          grant));
    }
  }

  private Tracker start() {
    return Tracker.start(
        TestSettings.embedded(folder, 0, OperationsSettings.NONE), InstantSource.system());
  }

  /** Every event, with all that it carries, as a line. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {

    private final Queue<String> all = new ConcurrentLinkedQueue<>();
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      StringBuilder line = new StringBuilder(event.getFormattedMessage());
      event.getMDCPropertyMap().forEach((key, value) -> line.append(" " + key + "=" + value));
      if (event.getKeyValuePairs() != null) {
        event.getKeyValuePairs().forEach(pair -> line.append(" " + pair));
      }
      if (event.getThrowableProxy() != null) {
        line.append(event.getThrowableProxy().getMessage());
      }
      all.add(line.toString());
      if (event.getLoggerName().equals(CallLog.class.getName())) {
        calls.add(line.toString());
      }
    }
  }
}
