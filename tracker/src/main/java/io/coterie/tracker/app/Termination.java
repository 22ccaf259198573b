package io.coterie.tracker.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of SIGTERM and SIGINT before the Java machine does, so that the process can drain and end
 * with exit code 0. A second signal ends it at once. The platform's class for this is reached by
 * name, as it is no part of the Java API; without it a signal ends the process as usual.
 */
final class Termination {

  private static final Logger log = LoggerFactory.getLogger(Termination.class);
  private static final int IMPATIENT = 130;

  private Termination() {}

  /** Runs {@code stop}, which must return at once, at the first of the signals. */
  static void onSignal(Runnable stop) {
    AtomicBoolean stopping = new AtomicBoolean();
    Runnable handler =
        () -> {
          if (!stopping.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(IMPATIENT);
          }
          stop.run();
        };
    try {
      for (String name : List.of("TERM", "INT")) {
        handle(name, handler);
      }
    } catch (ReflectiveOperationException e) {
      log.info("signals cannot be handled here; they end the process without draining", e);
    }
  }

  private static void handle(String name, Runnable handler)
      throws ClassNotFoundException,
          NoSuchMethodException,
          InvocationTargetException,
          IllegalAccessException,
          InstantiationException {
    Class<?> signals = Class.forName("sun.misc.Signal");
    Class<?> handlers = Class.forName("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(
            handlers.getClassLoader(),
            new Class<?>[] {handlers},
            (self, method, arguments) -> {
              if (method.getName().equals("handle")) {
                handler.run();
              }
              return null;
            });
    signals
        .getMethod("handle", signals, handlers)
        .invoke(null, signals.getConstructor(String.class).newInstance(name), proxy);
  }
}
