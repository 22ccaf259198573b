package io.coterie.tracker.account;

import static io.coterie.tracker.testing.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ThrottleTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AddressThrottle addresses =
      new AddressThrottle(
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
              return false;
            }
          });

  @Test
  void theDelayDoublesUpToAMinuteAndNoFurther() {
    assertThat(LongStream.of(1, 9, 10, 11, 12, 15, 16, 17, 1000).map(ThrottleTest::seconds))
        .containsExactly(0L, 0L, 1L, 2L, 4L, 32L, 60L, 60L, 60L);
  }

  @Test
  void anAddressThatGuessesIsSlowedDownAndOthersAreNot() {
    for (int i = 0; i < 100; i++) {
      assertRefused("CREDENTIALS_WRONG", () -> guess("192.0.2.1"));
    }
    assertRefused("TOO_MANY_ATTEMPTS", () -> guess("192.0.2.1"));
    assertRefused("CREDENTIALS_WRONG", () -> guess("192.0.2.2"));

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertRefused("CREDENTIALS_WRONG", () -> guess("192.0.2.1"));
    assertRefused("TOO_MANY_ATTEMPTS", () -> guess("192.0.2.1"));
  }

  @Test
  void rightPasswordsCostNothing() {
    for (int i = 0; i < 1000; i++) {
      assertThat(addresses.guard(Optional.of("192.0.2.1"), () -> "in")).isEqualTo("in");
    }
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() {
    for (int i = 0; i < 100; i++) {
      String host = Integer.toHexString(i);
      assertRefused("CREDENTIALS_WRONG", () -> guess("2001:db8:0:1:0:0:0:" + host));
    }
    assertRefused("TOO_MANY_ATTEMPTS", () -> guess("2001:db8:0:1:ffff:0:0:1"));
    assertRefused("CREDENTIALS_WRONG", () -> guess("2001:db8:0:2:0:0:0:1"));
  }

  private void guess(String address) {
    String unused =
        addresses.guard(
            Optional.of(address),
            () -> {
              throw Credentials.wrong();
            });
  }

  private static long seconds(long attempts) {
    return LoginThrottle.delayAfter(attempts).toSeconds();
  }
}
