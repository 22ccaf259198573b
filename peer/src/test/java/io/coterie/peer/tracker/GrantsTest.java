package io.coterie.peer.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.peer.fetch.Grant;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.AttachResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsTest {
  @TempDir Path home;
  private SessionFixture fixture;
  private TrackerSession session;
  private Grants grants;

  @BeforeEach
  void open() {
    fixture = new SessionFixture(home);
    fixture.deployment.group("photos").add("alice");
    session = fixture.login("alice");
    grants = session.grants();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private int issued() {
    return fixture.deployment.grants().issued();
  }

  private void advance(int seconds) {
    fixture.scheduler.advance(Duration.ofSeconds(seconds));
  }

  @Test
  void isRenewedAfterSixtyPercentOfItsLifeWhileTheOldOneIsInUse() {
    Grant first = grants.grant("photos").join();
    advance(179);
    assertThat(grants.grant("photos").join()).isEqualTo(first);
    assertThat(issued()).isEqualTo(1);

    advance(1);
    assertThat(grants.grant("photos").join()).as("nobody waits for the renewal").isEqualTo(first);
    assertThat(issued()).isEqualTo(2);
    Grant second = grants.grant("photos").join();
    assertThat(second.expireTime()).isEqualTo(first.expireTime().plusSeconds(180));
    assertThat(issued()).isEqualTo(2);
  }

  @Test
  void lastsAsLongAsItMayWhileNoTrackerAnswers() {
    Grant first = grants.grant("photos").join();
    fixture.deployment.grants().setBroken(true);
    advance(299);
    assertThat(grants.grant("photos").join()).isEqualTo(first);

    advance(1);
    assertThatThrownBy(() -> grants.grant("photos").join())
        .satisfies(
            thrown ->
                assertThat(Failure.of(thrown).reason())
                    .isEqualTo(ErrorReason.ERROR_REASON_STORE_UNAVAILABLE));
    fixture.deployment.grants().setBroken(false);
    assertThat(grants.grant("photos").join().expireTime()).isAfter(first.expireTime());
  }

  @Test
  void oneThatWasRefusedIsReplacedOnce() {
    Grant first = grants.grant("photos").join();
    Grant second = grants.newerThan("photos", first).join();
    assertThat(second.token()).isNotEqualTo(first.token());
    assertThat(grants.newerThan("photos", first).join()).isEqualTo(second);
    assertThat(grants.grant("photos").join()).isEqualTo(second);
    assertThat(issued()).isEqualTo(2);
  }

  @Test
  void noneOutlivesTheMembership() {
    fixture.attach(session);
    grants.grant("photos").join();
    fixture.deployment.group("photos").remove("alice");
    fixture
        .deployment
        .presence()
        .tell(
            "alice",
            AttachResponse.newBuilder()
                .setMembership(fixture.deployment.group("photos").membership("alice")));

    assertThatThrownBy(() -> grants.grant("photos").join())
        .satisfies(
            thrown ->
                assertThat(Failure.of(thrown).reason())
                    .isEqualTo(ErrorReason.ERROR_REASON_NOT_MEMBER));
  }

  @Test
  void isNotPrinted() {
    Grant grant = grants.grant("photos").join();
    assertThat(grant.toString()).doesNotContain(grant.token());
  }
}
