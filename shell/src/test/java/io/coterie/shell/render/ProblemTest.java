package io.coterie.shell.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProblemTest {
  private static Problem problem(ErrorReason reason, String message) {
    return Problem.of(Failure.of(new Refusal(reason, message)));
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorReason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ERROR_REASON_UNSPECIFIED", "UNRECOGNIZED"})
  void keepsTheReasonAndWhatWasSaid(ErrorReason reason) {
    Problem problem = problem(reason, "The thing is so.");
    assertThat(problem.message()).startsWith("The thing is so").doesNotContain("..");
    assertThat("ERROR_REASON_" + problem.reason()).isEqualTo(reason.name());
    assertThat(Status.Code.valueOf(problem.code())).isNotEqualTo(Status.Code.OK);
  }

  @Test
  void saysWhatToDo() {
    assertThat(problem(ErrorReason.ERROR_REASON_NOT_LOGGED_IN, "nobody is logged in").message())
        .isEqualTo("nobody is logged in; log in with: login USER");
    Refusal wait =
        new Refusal(ErrorReason.ERROR_REASON_TOO_MANY_ATTEMPTS, "too many attempts")
            .retryAfter(Duration.ofMillis(90_100));
    assertThat(Problem.of(Failure.of(wait)).message())
        .isEqualTo("too many attempts; try again in 1m 31s");
  }

  @Test
  void namesTheFieldsThatAreWrong() {
    Refusal refusal =
        new Refusal(ErrorReason.ERROR_REASON_FIELD_INVALID, "the request cannot be used: all wrong")
            .withField("user", "is required")
            .withField("password", "is too short");
    assertThat(Problem.of(Failure.of(refusal)).message())
        .isEqualTo("user is required, and password is too short");
  }

  @Test
  void putsItsOwnAdviceInPlaceOfThatForOtherPrograms() {
    String said = "you are not a member of a; b; ask to join it first";
    assertThat(problem(ErrorReason.ERROR_REASON_NOT_MEMBER, said).message())
        .isEqualTo("you are not a member of a; b; ask to be let in with: join_group GROUP");
  }

  @Test
  void readsFailuresThatCarryNoReason() {
    Problem late = Problem.of(Failure.of(Status.DEADLINE_EXCEEDED.asRuntimeException()));
    assertThat(late.code()).isEqualTo("DEADLINE_EXCEEDED");
    assertThat(late.reason()).isEmpty();
    assertThat(late.message()).isEqualTo("no answer came in time; try again");
    Failure away = Failure.of(Status.UNAVAILABLE.withDescription("io exception").asException());
    assertThat(Problem.of(away).message())
        .isEqualTo("the peer does not answer; start it again, and then this shell");
    Failure odd = Failure.of(Status.UNKNOWN.withDescription("odd\u0007").asException());
    assertThat(Problem.of(odd).message()).isEqualTo("odd\\u{7}");
  }

  @Test
  void makesHostileMessagesHarmless() {
    assertThat(problem(ErrorReason.ERROR_REASON_GROUP_EXISTS, "a\u001b[31m\nb").message())
        .isEqualTo("a\\u{1b}[31m\\nb");
  }
}
