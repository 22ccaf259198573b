package io.coterie.rpc.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReasonCodesTest {

  private static final Pattern DOCUMENTED =
      Pattern.compile("// ([A-Z_]+)[:,][^=]*?\\s(ERROR_REASON_\\w+) = \\d+;");

  @Test
  void everyReasonHasTheStatusThatTheContractDocuments() throws IOException {
    Map<String, Status.Code> documented = new HashMap<>();
    Matcher matcher = DOCUMENTED.matcher(contract());
    while (matcher.find()) {
      documented.put(matcher.group(2), Status.Code.valueOf(matcher.group(1)));
    }
    for (ErrorReason reason : ErrorReason.values()) {
      if (reason != ErrorReason.UNRECOGNIZED && reason != ErrorReason.ERROR_REASON_UNSPECIFIED) {
        assertThat(ReasonCodes.codeOf(reason))
            .as(reason.name())
            .isEqualTo(documented.get(reason.name()));
      }
    }
  }

  private static String contract() throws IOException {
    try (InputStream in =
        ErrorReason.class.getResourceAsStream("/coterie/rpc/v1/error_reason.proto")) {
      assertThat(in).as("the proto travels in the jar").isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
