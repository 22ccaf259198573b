package io.coterie.e2e.attack;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long the tests wait for what is bound to happen, on a machine that has much else to do. */
final class Waits {

  private Waits() {}

  static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(2));
  }
}
