package io.coterie.rpc.trackers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import io.coterie.rpc.attempt.PreviousAttempts;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.trackers.TestTracker.Behaviour;
import io.coterie.rpc.trackers.TrackerState.Condition;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.CreateUserResponse;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.LoginResponse;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change that two trackers were asked for is refused only when neither can apply it any more. */
class RefusedChangeIT extends TrackerChannelFixture {

  private TrackerChannel channel;

  @BeforeEach
  void holdCalls() {
    first.behaviour = Behaviour.HOLD;
    second.behaviour = Behaviour.HOLD;
    channel = preferring(first.address(), second.address());
  }

  @Test
  void aFurtherAttemptTellsThatThereWereOthers() throws Exception {
    ListenableFuture<CreateUserResponse> response = asksBoth();

    assertThat(first.calls.get(0).previousAttempts()).isZero();
    assertThat(second.calls.get(0).previousAttempts()).isEqualTo(1);
    second.calls.get(0).refuse();
    assertThat(reason(response)).isEqualTo(ErrorReason.ERROR_REASON_USER_EXISTS);
    assertThat(first.calls).as("the refusal counts, as it is recorded").hasSize(1);
  }

  @Test
  void aFirstAttemptThatIsRefusedIsRepeatedBesideAnother() throws Exception {
    ListenableFuture<CreateUserResponse> response = asksBoth();
    first.calls.get(0).refuse();
    await().until(() -> first.calls.size() == 2);

    assertThat(first.calls.get(1).previousAttempts()).isEqualTo(2);
    assertThat(first.calls.get(1).requestId()).isEqualTo(first.calls.get(0).requestId());
    assertThat(response).isNotDone();
    first.calls.get(1).refuse();
    assertThat(reason(response)).isEqualTo(ErrorReason.ERROR_REASON_USER_EXISTS);
    await().until(() -> second.calls.get(0).context().isCancelled());
    assertThat(channel.states()).noneMatch(state -> state.condition() == Condition.FAILING);
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  void whatTheOtherHasAppliedIsNotRefused() throws Exception {
    ListenableFuture<CreateUserResponse> response = asksBoth();
    first.calls.get(0).refuse();
    await().until(() -> first.calls.size() == 2);
    second.answer(second.calls.get(0).observer());

    assertThat(response.get(30, TimeUnit.SECONDS).getUser()).isEqualTo(second.address().toString());
    await().until(() -> first.calls.get(1).context().isCancelled());
    assertThat(channel.preferred()).isEqualTo(first.address());
  }

  @Test
  void aRefusalThatCannotBeMadeCertainIsNotTold() throws Exception {
    ListenableFuture<CreateUserResponse> response = asksBoth();
    second.kill();
    await().until(() -> state(channel, second).condition() == Condition.FAILING);
    first.behaviour = Behaviour.STORE_DOWN;
    first.calls.get(0).refuse();

    assertThat(reason(response)).isEqualTo(ErrorReason.ERROR_REASON_NO_TRACKER);
    assertThat(first.calls).hasSize(2);
  }

  @Test
  void aRefusalThatIsNoneOfTheRulesIsToldAtOnce() throws Exception {
    ListenableFuture<CreateUserResponse> response = asksBoth();
    first.calls.get(0).refuse(ErrorReason.ERROR_REASON_OVERLOADED);

    assertThat(reason(response)).isEqualTo(ErrorReason.ERROR_REASON_OVERLOADED);
    assertThat(first.calls).as("to ask again would not make it certain").hasSize(1);
  }

  @Test
  void whoeverWaitsForTheRepeatedCallIsNotAccused() throws Exception {
    ListenableFuture<CreateUserResponse> response = asksBoth();
    scheduler.advance(HEDGE);
    first.calls.get(0).refuse();
    await().until(() -> first.calls.size() == 2);
    first.answer(first.calls.get(1).observer());

    assertThat(response.get(30, TimeUnit.SECONDS).getUser()).isEqualTo(first.address().toString());
    assertThat(channel.states()).noneMatch(state -> state.condition() == Condition.FAILING);
  }

  @Test
  void whoRepeatsACallTellsSo() throws Exception {
    ListenableFuture<CreateUserResponse> response = PreviousAttempts.after(3, this::asksBoth);

    assertThat(first.calls.get(0).previousAttempts()).isEqualTo(3);
    assertThat(second.calls.get(0).previousAttempts()).isEqualTo(4);
    first.calls.get(0).refuse();
    assertThat(reason(response)).isEqualTo(ErrorReason.ERROR_REASON_USER_EXISTS);
    assertThat(first.calls).hasSize(1);
  }

  @Test
  void aCallWithoutARequestIdIsNotRepeatedForItsRefusal() {
    ListenableFuture<LoginResponse> response =
        SessionServiceGrpc.newFutureStub(channel)
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .login(LoginRequest.newBuilder().setUser("alice").setPassword("wrong one").build());
    await().until(() -> first.logins.size() == 1);
    scheduler.advance(HEDGE);
    await().until(() -> second.logins.size() == 1);
    StreamObserver<LoginResponse> asked = first.logins.get(0);
    asked.onError(TestTracker.taken());

    assertThat(reason(response)).isEqualTo(ErrorReason.ERROR_REASON_USER_EXISTS);
    assertThat(first.logins).hasSize(1);
  }

  private ListenableFuture<CreateUserResponse> asksBoth() {
    ListenableFuture<CreateUserResponse> response = createUserLater(channel);
    await().until(() -> first.calls.size() == 1);
    scheduler.advance(HEDGE);
    await().until(() -> second.calls.size() == 1);
    return response;
  }

  private static ErrorReason reason(Future<?> response) {
    ErrorReason[] reason = new ErrorReason[1];
    assertThatThrownBy(() -> response.get(30, TimeUnit.SECONDS))
        .satisfies(thrown -> reason[0] = Failure.of(thrown).reason());
    return reason[0];
  }
}
