package io.coterie.rpc.trackers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HedgeBudgetTest {

  private long now = 1_000;
  private final HedgeBudget budget = new HedgeBudget(now);

  @Test
  void itBeginsFull() {
    assertThat(spendAll()).isEqualTo(HedgeBudget.MOST);
  }

  @Test
  void aTenthOfTheCallsMayBeHedged() {
    spendAll();
    int hedged = 0;
    for (int call = 0; call < 1000; call++) {
      budget.earn();
      hedged += spendAll();
    }
    assertThat(hedged).isBetween(99, 100);
  }

  @Test
  void whoCallsSeldomGetsOneEveryTenSeconds() {
    spendAll();
    now += Duration.ofSeconds(9).toNanos();
    assertThat(spendAll()).isZero();
    now += Duration.ofMillis(1001).toNanos();
    assertThat(spendAll()).isEqualTo(1);
  }

  @Test
  void noMoreIsSavedThanItBeganWith() {
    for (int call = 0; call < 1000; call++) {
      budget.earn();
    }
    now += Duration.ofDays(1).toNanos();
    assertThat(spendAll()).isEqualTo(HedgeBudget.MOST);
  }

  private int spendAll() {
    int spent = 0;
    while (budget.spend(now)) {
      spent++;
    }
    return spent;
  }
}
