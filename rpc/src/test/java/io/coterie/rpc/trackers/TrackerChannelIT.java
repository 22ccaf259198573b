package io.coterie.rpc.trackers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import io.coterie.peer.v1.ControlServiceGrpc;
import io.coterie.peer.v1.LogoutRequest;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.trackers.TestTracker.Behaviour;
import io.coterie.rpc.trackers.TrackerState.Condition;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.CreateUserResponse;
import io.coterie.tracker.v1.PresenceServiceGrpc;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrackerChannelIT extends TrackerChannelFixture {

  @Test
  void aTrackerThatIsNotRunningIsPassedOver() {
    TrackerChannel channel = preferring(first.address(), second.address());
    first.kill();
    assertThat(createUser(channel)).isEqualTo(second.address().toString());
    assertThat(channel.preferred()).isEqualTo(second.address());
    assertThat(state(channel, first).condition()).isEqualTo(Condition.FAILING);
    assertThat(state(channel, first).lastError()).get().asString().contains("not running");
    assertThat(state(channel, second).condition()).isEqualTo(Condition.ANSWERING);
    assertThat(state(channel, second).latency()).isPresent();
  }

  @Test
  void aTrackerThatIsBackIsFoundByItsProbeAndDoesNotTakeCallsBack() {
    TrackerChannel channel = preferring(first.address(), second.address());
    first.kill();
    createUser(channel);
    first.restart();
    await()
        .until(
            () -> {
              scheduler.advance(Duration.ofMillis(200));
              return state(channel, first).condition() == Condition.ANSWERING;
            });
    assertThat(state(channel, first).lastError()).isEmpty();
    assertThat(channel.preferred()).isEqualTo(second.address());
    second.kill();
    assertThat(createUser(channel)).isEqualTo(first.address().toString());
  }

  @Test
  void aTrackerKilledInTheMiddleOfACallIsNotNoticed() throws Exception {
    first.behaviour = Behaviour.HOLD;
    TrackerChannel channel = preferring(first.address(), second.address());
    ListenableFuture<CreateUserResponse> response = createUserLater(channel);
    await().until(() -> first.calls.size() == 1);
    first.kill();
    assertThat(response.get(30, TimeUnit.SECONDS).getUser()).isEqualTo(second.address().toString());
    assertThat(second.calls.get(0).requestId()).isEqualTo("request-1");
  }

  @Test
  void aTrackerThatIsNotServingIsPassedOver() {
    TrackerChannel channel = preferring(first.address(), second.address());
    assertThat(createUser(channel)).isEqualTo(first.address().toString());
    first.server().setServing(false);
    await().until(() -> createUser(channel).equals(second.address().toString()));
    scheduler.advance(Duration.ofMillis(200));
    await().until(() -> state(channel, first).lastError().orElse("").contains("not serving"));
    first.server().setServing(true);
    await()
        .until(
            () -> {
              scheduler.advance(Duration.ofSeconds(10));
              return state(channel, first).condition() == Condition.ANSWERING;
            });
  }

  @Test
  void aTrackerWhoseStoreIsDownIsPassedOver() {
    first.behaviour = Behaviour.STORE_DOWN;
    TrackerChannel channel = preferring(first.address(), second.address());
    assertThat(createUser(channel)).isEqualTo(second.address().toString());
    assertThat(state(channel, first).lastError()).get().asString().contains("the store is down");
  }

  @Test
  void aTrackerThatAcceptsAndSaysNothingIsHedged() throws Exception {
    HostPort silent = silent();
    TrackerChannel channel = preferring(silent, second.address());
    ListenableFuture<CreateUserResponse> response = createUserLater(channel);
    scheduler.advance(HEDGE.minusMillis(1));
    assertThat(second.calls).isEmpty();
    scheduler.advance(Duration.ofMillis(1));
    assertThat(response.get(30, TimeUnit.SECONDS).getUser()).isEqualTo(second.address().toString());
    assertThat(channel.preferred()).isEqualTo(second.address());
    assertThat(createUser(channel)).isEqualTo(second.address().toString());
    scheduler.advance(Timing.STANDARD.probeMin());
    await()
        .until(
            () ->
                channel.states().stream()
                    .anyMatch(state -> state.lastError().orElse("").contains("in time")));
    assertThat(channel.preferred()).isEqualTo(second.address());
  }

  @Test
  void aSlowTrackerSeesTheSameRequestAndTheFirstAnswerCountsOnce() throws Exception {
    first.behaviour = Behaviour.HOLD;
    TrackerChannel channel = preferring(first.address(), second.address());
    ListenableFuture<CreateUserResponse> response = createUserLater(channel);
    await().until(() -> first.calls.size() == 1);
    scheduler.advance(HEDGE);
    assertThat(response.get(30, TimeUnit.SECONDS).getUser()).isEqualTo(second.address().toString());
    assertThat(second.calls.get(0).requestId()).isEqualTo(first.calls.get(0).requestId());
    await().until(() -> first.calls.get(0).context().isCancelled());
    assertThat(state(channel, first).condition()).isEqualTo(Condition.FAILING);
    assertThat(state(channel, second).preferred()).isTrue();
  }

  @Test
  void aTrackerThatWasFirstAfterAllStaysPreferred() throws Exception {
    first.behaviour = Behaviour.HOLD;
    second.behaviour = Behaviour.HOLD;
    TrackerChannel channel = preferring(first.address(), second.address());
    ListenableFuture<CreateUserResponse> response = createUserLater(channel);
    await().until(() -> first.calls.size() == 1);
    scheduler.advance(HEDGE);
    await().until(() -> second.calls.size() == 1);
    first.answer(first.calls.get(0).observer());
    assertThat(response.get(30, TimeUnit.SECONDS).getUser()).isEqualTo(first.address().toString());
    await().until(() -> second.calls.get(0).context().isCancelled());
    assertThat(channel.preferred()).isEqualTo(first.address());
    assertThat(state(channel, second).condition()).isEqualTo(Condition.IDLE);
  }

  @Test
  void aRefusalIsAnAnswer() {
    first.behaviour = Behaviour.REFUSE;
    TrackerChannel channel = preferring(first.address(), second.address());
    assertThat(failure(channel).reason()).isEqualTo(ErrorReason.ERROR_REASON_USER_EXISTS);
    assertThat(second.calls).isEmpty();
    assertThat(state(channel, first).condition()).isEqualTo(Condition.ANSWERING);
  }

  @Test
  void whenNoneAnswersEachIsNamedWithItsReason() throws Exception {
    TrackerChannel channel = preferring(first.address(), second.address());
    first.kill();
    second.behaviour = Behaviour.STORE_DOWN;
    Failure failure = failure(channel);
    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_NO_TRACKER);
    assertThat(failure.message())
        .startsWith("no tracker answered: ")
        .contains(first.address() + " refused the connection")
        .contains(second.address() + " is unavailable (the store is down)");
    first.restart();
    assertThat(createUser(channel)).isEqualTo(first.address().toString());
  }

  @Test
  void theDeadlineBoundsAllAttempts() throws Exception {
    HostPort silent = silent();
    TrackerChannel channel = preferring(silent, second.address());
    second.behaviour = Behaviour.HOLD;
    ListenableFuture<CreateUserResponse> response =
        AccountServiceGrpc.newFutureStub(channel)
            .withDeadlineAfter(2, TimeUnit.SECONDS)
            .createUser(REQUEST);
    scheduler.advance(HEDGE);
    assertThatThrownBy(() -> response.get(30, TimeUnit.SECONDS))
        .extracting(thrown -> Failure.of(thrown))
        .matches(failure -> failure.reason() == ErrorReason.ERROR_REASON_NO_TRACKER)
        .matches(failure -> failure.message().contains(silent + " did not answer in time"))
        .matches(failure -> failure.message().contains(second.address() + " did not answer"));
    Deadline seen = second.calls.get(0).context().getDeadline();
    assertThat(seen).isNotNull();
  }

  @Test
  void aCallWithoutADeadlineGetsOne() {
    TrackerChannel channel = preferring(first.address(), second.address());
    createUser(channel);
    assertThat(first.calls.get(0).context().getDeadline())
        .isNotNull()
        .matches(deadline -> deadline.isBefore(Deadline.after(11, TimeUnit.SECONDS)));
  }

  @Test
  void cancellingEndsEveryAttempt() {
    first.behaviour = Behaviour.HOLD;
    second.behaviour = Behaviour.HOLD;
    TrackerChannel channel = preferring(first.address(), second.address());
    ListenableFuture<CreateUserResponse> response = createUserLater(channel);
    await().until(() -> first.calls.size() == 1);
    scheduler.advance(HEDGE);
    await().until(() -> second.calls.size() == 1);
    response.cancel(true);
    await().until(() -> first.calls.get(0).context().isCancelled());
    await().until(() -> second.calls.get(0).context().isCancelled());
    assertThat(channel.states()).noneMatch(state -> state.condition() == Condition.FAILING);
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  void theContextOfTheCallerReachesHedgesToo() throws Exception {
    first.behaviour = Behaviour.HOLD;
    second.behaviour = Behaviour.HOLD;
    TrackerChannel channel = preferring(first.address(), second.address());
    Context.CancellableContext context = Context.current().withCancellation();
    ListenableFuture<CreateUserResponse> response = context.call(() -> createUserLater(channel));
    await().until(() -> first.calls.size() == 1);
    scheduler.advance(HEDGE);
    await().until(() -> second.calls.size() == 1);
    context.cancel(null);
    assertThatThrownBy(() -> response.get(30, TimeUnit.SECONDS))
        .extracting(thrown -> Failure.of(thrown).code())
        .isEqualTo(Status.Code.CANCELLED);
    await().until(() -> second.calls.get(0).context().isCancelled());
  }

  @Test
  void aCallThatMayNotBeRepeatedIsMadeOnce() {
    TrackerChannel channel = preferring(first.address(), second.address());
    first.kill();
    var control = ControlServiceGrpc.newBlockingStub(channel);
    assertThatThrownBy(() -> control.logout(LogoutRequest.getDefaultInstance()))
        .extracting(thrown -> Failure.of(thrown).code())
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(control.logout(LogoutRequest.getDefaultInstance()).getUser())
        .isEqualTo(second.address().toString());
  }

  @Test
  void aStreamStaysWhereItIsAndTellsWhenItBreaks() {
    TrackerChannel channel = preferring(first.address(), second.address());
    CompletableFuture<Status> end = new CompletableFuture<>();
    PresenceServiceGrpc.newStub(channel)
        .attach(
            new StreamObserver<>() {
              @Override
              public void onNext(AttachResponse response) {}

              @Override
              public void onError(Throwable error) {
                end.complete(Status.fromThrowable(error));
              }

              @Override
              public void onCompleted() {
                end.complete(Status.OK);
              }
            });
    await().until(() -> state(channel, first).condition() == Condition.ANSWERING);
    assertThat(first.attached.get(0).getDeadline()).isNull();
    scheduler.advance(Duration.ofMinutes(5));
    assertThat(end).isNotDone();
    first.kill();
    await().until(end::isDone);
    assertThat(channel.preferred()).isEqualTo(second.address());
    assertThat(second.attached).isEmpty();
  }

  @Test
  void aTrackerCanBePinnedAndSuspected() {
    TrackerChannel channel = preferring(first.address(), second.address());
    var pinned = AccountServiceGrpc.newBlockingStub(channel.of(second.address()));
    assertThat(pinned.createUser(REQUEST).getUser()).isEqualTo(second.address().toString());
    channel.suspect(first.address(), "gave no tick for 3 s");
    assertThat(channel.preferred()).isEqualTo(second.address());
    assertThat(state(channel, first).lastError()).contains("gave no tick for 3 s");
    assertThatThrownBy(() -> channel.of(new HostPort("nowhere.example", 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofManyTrackersAtMostThreeAreConnected() throws Exception {
    List<HostPort> entries = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      TestTracker dead = keep(TestTracker.started());
      dead.kill();
      entries.add(dead.address());
    }
    entries.add(first.address());
    TrackerChannel channel = preferring(entries.get(0), entries.toArray(HostPort[]::new));
    for (int i = 0; i < 3; i++) {
      assertThat(createUser(channel)).isEqualTo(first.address().toString());
      scheduler.advance(Duration.ofSeconds(10));
    }
    assertThat(dialled.stream().filter(open -> !open.isShutdown()).count()).isLessThanOrEqualTo(3);
    first.kill();
    assertThat(failure(channel).reason()).isEqualTo(ErrorReason.ERROR_REASON_NO_TRACKER);
  }

  @Test
  void closingEndsCallsTimersAndConnections() {
    first.behaviour = Behaviour.HOLD;
    TrackerChannel channel = preferring(first.address(), second.address());
    ListenableFuture<CreateUserResponse> response = createUserLater(channel);
    await().until(() -> first.calls.size() == 1);
    channel.close();
    assertThatThrownBy(() -> response.get(30, TimeUnit.SECONDS))
        .extracting(thrown -> Failure.of(thrown).code())
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure(channel).code()).isEqualTo(Status.Code.UNAVAILABLE);
    await().until(() -> dialled.stream().allMatch(ManagedChannel::isTerminated));
    assertThat(scheduler.pending()).isZero();
    assertThat(second.calls).isEmpty();
  }
}
