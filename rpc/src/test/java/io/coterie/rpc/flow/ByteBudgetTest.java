package io.coterie.rpc.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.flow.ByteBudget.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  private final ByteBudget budget = new ByteBudget(10);
  private final List<String> log = new ArrayList<>();

  @Test
  void grantsWhatIsFreeAndQueuesTheRestInOrder() {
    assertThat(budget.acquire(6, waiter("a"))).isEqualTo(Outcome.GRANTED);
    assertThat(budget.acquire(5, waiter("b"))).isEqualTo(Outcome.QUEUED);
    assertThat(budget.acquire(1, waiter("c"))).isEqualTo(Outcome.QUEUED);
    assertThat(budget.tryAcquire(1)).isFalse();
    budget.release(6);
    assertThat(log).containsExactly("b granted", "c granted");
    assertThat(budget.taken()).isEqualTo(6);
    assertThat(budget.tryAcquire(4)).isTrue();
  }

  @Test
  void aWishLargerThanTheBudgetIsNeverQueued() {
    assertThat(budget.acquire(11, waiter("a"))).isEqualTo(Outcome.TOO_LARGE);
    assertThat(budget.acquire(10, waiter("b"))).isEqualTo(Outcome.GRANTED);
  }

  @Test
  void whoGivesUpMakesRoomForTheNext() {
    budget.acquire(9, waiter("a"));
    ByteBudget.Waiter large = waiter("b");
    budget.acquire(5, large);
    budget.acquire(1, waiter("c"));
    assertThat(budget.cancel(large)).isTrue();
    assertThat(log).containsExactly("c granted");
    assertThat(budget.cancel(large)).isFalse();
  }

  @Test
  void closingTellsThoseWhoWait() {
    budget.acquire(10, waiter("a"));
    budget.acquire(1, waiter("b"));
    budget.close();
    assertThat(log).containsExactly("b closed");
    assertThat(budget.acquire(1, waiter("c"))).isEqualTo(Outcome.CLOSED);
    assertThat(budget.tryAcquire(1)).isFalse();
    budget.release(10);
    assertThat(budget.taken()).isZero();
  }

  @Test
  void misuseIsNoticed() {
    assertThatThrownBy(() -> budget.release(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> budget.tryAcquire(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> budget.acquire(-1, waiter("a")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ByteBudget.Waiter waiter(String name) {
    return new ByteBudget.Waiter() {
      @Override
      public void granted() {
        log.add(name + " granted");
      }

      @Override
      public void closed() {
        log.add(name + " closed");
      }
    };
  }
}
