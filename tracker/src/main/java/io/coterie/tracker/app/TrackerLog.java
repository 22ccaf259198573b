package io.coterie.tracker.app;

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
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Where a tracker's log goes: everything into a file of its own, of which at most six of 10 MiB are
 * kept, and warnings to standard error, without their stack traces. Set up in code, as that is much
 * faster than reading a configuration.
 */
final class TrackerLog {

  private static final FileSize FILE_SIZE = FileSize.valueOf("10MB");
  private static final int OLD_FILES = 5;
  private static final String FILE_LINE = "%d{ISO8601} %-5level [%thread] %logger{20} - %msg%n";
  private static final String TERMINAL_LINE = "tracker: %msg%n%nopex";

  private TrackerLog() {}

  /** Begins to log, as yet to standard error only. */
  static void toTerminal() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(terminal(context));
    context.getLogger("io.grpc").setLevel(Level.WARN);
    context.getLogger("org.flywaydb").setLevel(Level.WARN);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Logs into {@code tracker-N.log} too, in a folder that is made when missing. */
  static void toFile(Path folder, int number) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .addAppender(file(context, folder, "tracker-" + number));
  }

  private static RollingFileAppender<ILoggingEvent> file(
      LoggerContext context, Path folder, String name) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(folder.resolve(name + ".log").toString());
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(folder.resolve(name + ".%i.log").toString());
    rolling.setMinIndex(1);
    rolling.setMaxIndex(OLD_FILES);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(FILE_SIZE);
    trigger.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(trigger);
    return started(appender, FILE_LINE);
  }

  private static ConsoleAppender<ILoggingEvent> terminal(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    ThresholdFilter warnings = new ThresholdFilter();
    warnings.setLevel(Level.WARN.toString());
    warnings.start();
    appender.addFilter(warnings);
    return started(appender, TERMINAL_LINE);
  }

  private static <A extends OutputStreamAppender<ILoggingEvent>> A started(
      A appender, String line) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(appender.getContext());
    encoder.setPattern(line);
    encoder.start();
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
