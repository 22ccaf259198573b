package io.coterie.e2e.faults;

import com.google.protobuf.Message;
import io.coterie.rpc.attempt.PreviousAttempts;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.trackers.TrackerChannel;
import io.coterie.tracker.v1.LeaveGroupResponse;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One scripted client: asks for one change after another over the channel that shells and peers
 * use. A call that nobody answered it makes again with the same request id, as the message says.
 */
final class Client implements Runnable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAUSE_MILLIS = 40;
  private static final int RETRY_MILLIS = 250;

  private final User user;
  private final TrackerChannel trackers;
  private final World world;
  private final History history;
  private final Traffic traffic;
  private final Random random;
  private final BooleanSupplier running;
  private final Plan plan;

  Client(
      User user,
      TrackerChannel trackers,
      World world,
      History history,
      Traffic traffic,
      Random random,
      BooleanSupplier running) {
    this.user = user;
    this.trackers = trackers;
    this.world = world;
    this.history = history;
    this.traffic = traffic;
    this.random = random;
    this.running = running;
    this.plan = new Plan(world, user.name(), random);
  }

  @Override
  public void run() {
    try {
      while (running.getAsBoolean()) {
        Plan.Step step = plan.next();
        // Some give up soon, so that there are changes with an unknown outcome.
        boolean impatient = random.nextInt(20) == 0;
        Optional<Message> answer =
            impatient ? askOnce(step.change()) : askUntilAnswered(step.change());
        answer.ifPresent(message -> follow(step, message));
        TimeUnit.MILLISECONDS.sleep(random.nextInt(2 * PAUSE_MILLIS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      traffic.surprise(user.name() + " stopped: " + e);
    }
  }

  private void follow(Plan.Step step, Message answer) {
    if (step.change().action() == Action.CREATE) {
      world.founded(step.change().group(), user.name());
    }
    step.circle().ifPresent(circle -> circle.follow(step.change()));
    if (answer instanceof LeaveGroupResponse left) {
      step.circle().ifPresent(circle -> circle.ownedBy(left.getOwner()));
    }
  }

  private Optional<Message> askOnce(Change change) {
    try {
      Message answer = call(change, newId(), Duration.ofMillis(1 + random.nextInt(30)));
      history.add(change, Outcome.ACKNOWLEDGED);
      return Optional.of(answer);
    } catch (StatusRuntimeException e) {
      history.add(change, outcome(change, Failure.of(e)));
      return Optional.empty();
    }
  }

  private Optional<Message> askUntilAnswered(Change change) throws InterruptedException {
    String id = newId();
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    for (int tries = 0; ; tries++) {
      try {
        Message answer =
            PreviousAttempts.after(tries, () -> call(change, id, Duration.ofSeconds(10)));
        history.add(change, Outcome.ACKNOWLEDGED);
        if (random.nextInt(20) == 0) {
          askAgain(change, id, answer);
        }
        return Optional.of(answer);
      } catch (StatusRuntimeException e) {
        Outcome outcome = outcome(change, Failure.of(e));
        if (outcome == Outcome.REFUSED || System.nanoTime() > giveUp) {
          history.add(change, outcome);
          return Optional.empty();
        }
      }
      traffic.repeated();
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS + random.nextInt(RETRY_MILLIS));
    }
  }

  /** A late repetition changes nothing and gets the first answer. */
  private void askAgain(Change change, String id, Message first) {
    try {
      Message second = PreviousAttempts.after(1, () -> call(change, id, Duration.ofSeconds(10)));
      if (!second.equals(first)) {
        traffic.surprise(change + " was answered " + first + " and then " + second);
      }
    } catch (StatusRuntimeException e) {
      if (outcome(change, Failure.of(e)) == Outcome.REFUSED) {
        traffic.surprise(change + " was acknowledged, and refused when repeated: " + e);
      }
    }
  }

  private Message call(Change change, String id, Duration deadline) {
    long begin = System.nanoTime();
    try {
      long millis = deadline.toMillis();
      return Changes.ask(
          user.groups(trackers).withDeadlineAfter(millis, TimeUnit.MILLISECONDS),
          user.files(trackers).withDeadlineAfter(millis, TimeUnit.MILLISECONDS),
          change,
          id);
    } finally {
      traffic.call(begin, System.nanoTime());
    }
  }

  private Outcome outcome(Change change, Failure failure) {
    return switch (failure.code()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED -> Outcome.UNKNOWN;
      case NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, FAILED_PRECONDITION -> Outcome.REFUSED;
      default -> {
        traffic.surprise(change + ": " + failure);
        yield Outcome.UNKNOWN;
      }
    };
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }
}
