package io.coterie.bench.load;

import io.coterie.rpc.net.HostPort;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * One measurement, as bench/tracker asks for it. Prints one JSON object a line.
 *
 * <ul>
 *   <li>{@code seed JDBC-URL ACCOUNTS ROWS}: fills a store whose schema is there
 *   <li>{@code rate HOST:PORT CA OPERATION CALLERS SECONDS}
 *   <li>{@code attach HOST:PORT CA PEERS}: until its input ends
 *   <li>{@code empty HOST:PORT CA}: a server whose calls do nothing; writes CA; until its input
 *       ends
 * </ul>
 */
public final class LoadMain {

  private LoadMain() {}

  /** Runs the measurement named by the first argument. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    PrintStream out = System.out;
    switch (arguments[0]) {
      case "seed" -> {
        Seed seed = new Seed(Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]));
        seed.fill(arguments[1], Instant.now());
        out.println("{\"seeded\": true}");
      }
      case "rate" -> {
        Operation operation = Operation.valueOf(arguments[3].toUpperCase(Locale.ROOT));
        try (Target target = new Target(HostPort.parse(arguments[1]), Path.of(arguments[2]))) {
          out.println(
              new Callers(target, operation, Integer.parseInt(arguments[4]))
                  .measure(Duration.ofSeconds(Long.parseLong(arguments[5]))));
        }
      }
      case "attach" -> {
        try (Crowd crowd = new Crowd(HostPort.parse(arguments[1]), Path.of(arguments[2]))) {
          out.println(crowd.attach(Integer.parseInt(arguments[3])));
          out.flush();
          awaitEndOfInput();
        }
      }
      case "empty" -> {
        try (EmptyServer server =
            EmptyServer.start(HostPort.parse(arguments[1]), Path.of(arguments[2]))) {
          out.println("{\"serving\": \"" + server.address() + "\"}");
          out.flush();
          awaitEndOfInput();
        }
      }
      default -> throw new IllegalArgumentException("no measurement " + arguments[0]);
    }
  }

  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // What comes says nothing; only the end counts.
    }
  }
}
