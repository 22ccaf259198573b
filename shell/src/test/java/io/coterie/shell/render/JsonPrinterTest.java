package io.coterie.shell.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.coterie.tracker.v1.File;
import io.coterie.tracker.v1.ListFilesResponse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonPrinterTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final JsonPrinter printer = new JsonPrinter(stream(out), stream(err));

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Test
  void printsOneObjectALineWithTheNamesOfTheProtos() {
    ListFilesResponse files =
        ListFilesResponse.newBuilder()
            .addFiles(File.newBuilder().setName("a b").setSize(5_000_000_000L))
            .build();
    printer.result(files, View.line("not this"));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("{\"files\":[{\"group\":\"\"")
        .contains("\"name\":\"a b\"", "\"size\":\"5000000000\"", "\"online_sources\":0")
        .endsWith("\"next_page_token\":\"\"}\n")
        .doesNotContain("not this");
    assertThat(err.size()).isZero();
  }

  @Test
  void keepsHostileNamesExactAndHarmless() {
    String hostile = "x\u001b[2J\u202egpj.exe\u2028\udb40\udc01 ünï 😀";
    printer.result(File.newBuilder().setName(hostile).build(), View.line(""));
    String printed = out.toString(StandardCharsets.UTF_8);
    assertThat(printed).contains("\\u001b[2J", "\\u202e", "\\u2028", "\\udb40\\udc01", "ünï 😀");
    assertThat(JsonParser.parseString(printed).getAsJsonObject().get("name").getAsString())
        .isEqualTo(hostile);
  }

  @Test
  void printsProblemsToTheOtherStream() {
    printer.problem(Problem.usage("too few", List.of("usage: x Y")));
    assertThat(out.size()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"error\":{\"code\":\"USAGE\",\"reason\":\"\",\"message\":\"too few\","
                + "\"usage\":[\"usage: x Y\"]}}\n");
  }
}
