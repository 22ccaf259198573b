package io.coterie.rpc.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Where this process's log goes: nowhere until it is told. Set up in code, as that is much faster
 * than reading a configuration. Called while the process starts, by one thread.
 */
public final class ProcessLog {
  /** Libraries that say at INFO what concerns nobody. */
  private static final List<String> TALKATIVE = List.of("io.grpc", "org.flywaydb", "org.jline");

  /** Warns, with a stack trace, of every stream that a client leaves without a word. */
  private static final String TRANSPORT = "io.grpc.netty.shaded.io.grpc.netty";

  private static final FileSize FILE_SIZE = FileSize.valueOf("10MB");
  private static final int OLD_FILES = 5;

  /** How many lines may wait for whoever reads them. */
  private static final int WAITING_LINES = 8192;

  /** A dash stands for the call's id where there is none. */
  private static final String FILE_LINE =
      "%d{ISO8601} %-5level [%thread] %logger{20} %X{request:--} %msg%n";

  /** Says one line a call, which is much where people read. */
  private static final String CALLS = "io.coterie.rpc.server.CallLog";

  private ProcessLog() {}

  /** Begins anew, from INFO on, without output; java.util.logging joins in. */
  public static void start() {
    LoggerContext context = context();
    context.reset();
    root().setLevel(Level.INFO);
    TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    context.getLogger(TRANSPORT).setLevel(Level.ERROR);
    context.getLogger(CALLS).setLevel(Level.WARN);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /**
   * Logs into {@code name.log}, and keeps at most five older files of 10 MiB beside it.
   *
   * @param folder is made when missing
   */
  public static void toFile(Path folder, String name) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context());
    appender.setFile(folder.resolve(name + ".log").toString());
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context());
    rolling.setParent(appender);
    rolling.setFileNamePattern(folder.resolve(name + ".%i.log").toString());
    rolling.setMinIndex(1);
    rolling.setMaxIndex(OLD_FILES);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context());
    trigger.setMaxFileSize(FILE_SIZE);
    trigger.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(trigger);
    add(appender, FILE_LINE);
  }

  /**
   * Shows warnings on standard error, without their stack traces.
   *
   * @param process begins each line
   */
  public static void warningsToTerminal(String process) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context());
    appender.setTarget("System.err");
    ThresholdFilter warnings = new ThresholdFilter();
    warnings.setLevel(Level.WARN.toString());
    warnings.start();
    appender.addFilter(warnings);
    add(appender, process + ": %msg%n%nopex");
  }

  /**
   * Writes everything to standard output, as JSON, and nothing elsewhere; calls too. On a thread of
   * its own, as network threads log calls: whoever reads slowly misses lines, those below WARN
   * first, and holds nobody up. {@link #end} writes what is left.
   */
  public static void jsonToStandardOutput() {
    root().detachAndStopAllAppenders();
    context().getLogger(CALLS).setLevel(Level.INFO);
    JsonLines encoder = new JsonLines();
    encoder.setContext(context());
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context());
    console.setEncoder(encoder);
    console.start();
    AsyncAppender appender = new AsyncAppender();
    appender.setContext(context());
    appender.setQueueSize(WAITING_LINES);
    appender.setNeverBlock(true);
    appender.addAppender(console);
    appender.start();
    root().addAppender(appender);
  }

  /** Writes what has not been written yet, for a second at most; nothing is logged afterwards. */
  public static void end() {
    context().stop();
  }

  private static void add(OutputStreamAppender<ILoggingEvent> appender, String line) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context());
    encoder.setPattern(line);
    encoder.start();
    appender.setEncoder(encoder);
    appender.start();
    root().addAppender(appender);
  }

  private static Logger root() {
    return context().getLogger(Logger.ROOT_LOGGER_NAME);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
