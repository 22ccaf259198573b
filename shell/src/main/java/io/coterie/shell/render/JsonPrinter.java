package io.coterie.shell.render;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintStream;

/**
 * Prints one JSON object a line: results to one stream, problems to another. Fields have the names
 * of the protos and are present even when they are empty or zero; 64-bit numbers are strings, as
 * protobuf's JSON mapping has them.
 */
public final class JsonPrinter implements Printer {
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .alwaysPrintFieldsWithNoPresence()
          .omittingInsignificantWhitespace();

  private final PrintStream out;
  private final PrintStream err;

  /**
   * Prints to two streams, which stay the caller's.
   *
   * @param out for results
   * @param err for problems and notes
   */
  public JsonPrinter(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public synchronized void result(Message result, View view) {
    out.println(json(result));
    out.flush();
  }

  @Override
  public synchronized void problem(Problem problem) {
    Struct error =
        new JsonObject()
            .with("code", problem.code())
            .with("reason", problem.reason())
            .with("message", problem.message())
            .withTexts("usage", problem.usage())
            .build();
    err.println(json(new JsonObject().with("error", error).build()));
    err.flush();
  }

  @Override
  public synchronized void note(String line) {
    err.println(json(new JsonObject().with("note", line).build()));
    err.flush();
  }

  private static String json(Message message) {
    try {
      return JsonText.printable(JSON.print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + e.getMessage(), e);
    }
  }
}
