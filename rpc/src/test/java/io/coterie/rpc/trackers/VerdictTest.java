package io.coterie.rpc.trackers;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {

  /** With "channel closed" and UNKNOWN gRPC reports a connection that closes while it opens. */
  @Test
  void aCallThatWasCutOffIsMadeAgainAndARefusalIsNot() {
    Set<Status.Code> cutOff =
        EnumSet.of(
            Status.Code.UNAVAILABLE,
            Status.Code.CANCELLED,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.UNKNOWN);
    for (Status.Code code : Status.Code.values()) {
      assertThat(Verdict.isAnswer(code.toStatus()))
          .as("%s", code)
          .isEqualTo(!cutOff.contains(code));
    }
  }
}
