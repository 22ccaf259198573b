package io.coterie.rpc.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {

  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("io.coterie.Some");

  JsonLinesTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  @Test
  void anEventIsOneLineWithAllThatItCarries() {
    LoggingEvent event = event(null, "said \"{}\"", "so\nand {\"level\":\"INFO\"}");
    event.setMDCPropertyMap(Map.of("request", "4711"));
    event.addKeyValuePair(new KeyValuePair("status", Level.OFF));
    event.addKeyValuePair(new KeyValuePair("millis", 1.5));
    event.addKeyValuePair(new KeyValuePair("peer", null));

    JsonObject line = line(event);

    assertThat(line.get("level").getAsString()).isEqualTo("WARN");
    assertThat(line.get("logger").getAsString()).isEqualTo("io.coterie.Some");
    assertThat(line.get("message").getAsString())
        .isEqualTo("said \"so\nand {\"level\":\"INFO\"}\"");
    assertThat(line.get("request").getAsString()).isEqualTo("4711");
    assertThat(line.get("status").getAsString()).isEqualTo("OFF");
    assertThat(line.get("millis").getAsDouble()).isEqualTo(1.5);
    assertThat(line.get("time").getAsString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(line.has("error")).isFalse();
  }

  @Test
  void aFailureComesWithItsCauses() {
    JsonObject line =
        line(event(new IllegalStateException("upper", new ArithmeticException("lower")), "failed"));

    assertThat(line.get("error").getAsString())
        .contains("IllegalStateException: upper", "ArithmeticException: lower", "JsonLinesTest");
  }

  private LoggingEvent event(@Nullable Throwable thrown, String message, Object... arguments) {
    return new LoggingEvent("fqcn", logger, Level.WARN, message, thrown, arguments);
  }

  private static JsonObject line(LoggingEvent event) {
    JsonLines encoder = new JsonLines();
    encoder.start();
    String text = new String(encoder.encode(event), UTF_8);
    assertThat(text).hasLineCount(1).endsWith("}\n");
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
