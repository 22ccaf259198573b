package io.coterie.rpc.trackers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import io.coterie.rpc.trackers.TestTracker.Behaviour;
import io.coterie.rpc.trackers.TrackerState.Condition;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.CreateUserResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many calls of one client wait at once. */
class HedgingIT extends TrackerChannelFixture {

  private static final int CALLS = 30;

  private final List<ListenableFuture<CreateUserResponse>> responses = new ArrayList<>();

  @Test
  void trackersThatAreAllSlowAreNotAskedForEverythingTwice() throws Exception {
    TrackerChannel channel = preferring(silent(), second.address());
    second.behaviour = Behaviour.HOLD;
    callOften(channel);

    scheduler.advance(HEDGE);
    await().until(() -> second.calls.size() >= HedgeBudget.MOST);
    for (int i = 0; i < 10; i++) {
      scheduler.advance(HEDGE);
    }
    // Comes after all that was asked of the second one before it.
    second.behaviour = Behaviour.ANSWER;
    AccountServiceGrpc.newBlockingStub(channel.of(second.address())).createUser(REQUEST);
    assertThat(second.calls).as("hedges, and the last call").hasSize(HedgeBudget.MOST + 1);
  }

  @Test
  void onceATrackerIsFoundToStandStillAllThatWaitForItGoOn() throws Exception {
    TrackerChannel channel = preferring(silent(), second.address());
    second.behaviour = Behaviour.HOLD;
    callOften(channel);
    scheduler.advance(HEDGE);
    await().until(() -> second.calls.size() == HedgeBudget.MOST);

    second.behaviour = Behaviour.ANSWER;
    second.answer(second.calls.get(0).observer());
    await()
        .until(
            () ->
                channel.states().stream()
                    .anyMatch(state -> state.condition() == Condition.FAILING));
    scheduler.advance(HEDGE);

    int stillHeld = HedgeBudget.MOST - 1;
    await().until(() -> answered() == CALLS - stillHeld);
  }

  private void callOften(TrackerChannel channel) {
    for (int i = 0; i < CALLS; i++) {
      responses.add(createUserLater(channel));
    }
    assertThat(scheduler.pending()).isEqualTo(CALLS);
  }

  private long answered() {
    return responses.stream().filter(ListenableFuture::isDone).count();
  }
}
