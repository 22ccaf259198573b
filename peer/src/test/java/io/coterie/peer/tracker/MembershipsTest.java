package io.coterie.peer.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.v1.Membership;
import io.coterie.tracker.v1.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipsTest {
  private final Memberships memberships = new Memberships();

  private static Membership place(Role role, long version) {
    return Membership.newBuilder()
        .setGroupId("g1")
        .setGroup("photos")
        .setRole(role)
        .setVersion(version)
        .build();
  }

  private List<TrackerNews> apply(Role role, long version) {
    return memberships.apply(place(role, version)).stream().toList();
  }

  @Test
  void tellsEachStepFromStrangerToOwnerAndBack() {
    assertThat(memberships.replace(List.of())).isEmpty();

    assertThat(apply(Role.ROLE_PENDING, 1)).as("the user asked, and knows").isEmpty();
    assertThat(memberships.isMember("g1")).isFalse();
    assertThat(apply(Role.ROLE_MEMBER, 2))
        .containsExactly(new TrackerNews.MembershipGained("g1", "photos", false));
    assertThat(memberships.isMember("g1")).isTrue();
    assertThat(apply(Role.ROLE_OWNER, 3))
        .containsExactly(new TrackerNews.MembershipGained("g1", "photos", true));
    assertThat(apply(Role.ROLE_MEMBER, 4)).as("handed over by the user").isEmpty();
    assertThat(apply(Role.ROLE_UNSPECIFIED, 5))
        .containsExactly(new TrackerNews.MembershipLost("g1", "photos", true));
    assertThat(memberships.isMember("g1")).isFalse();
  }

  @Test
  void tellsThatARequestWasTurnedDown() {
    memberships.replace(List.of(place(Role.ROLE_PENDING, 1)));
    assertThat(apply(Role.ROLE_UNSPECIFIED, 2))
        .containsExactly(new TrackerNews.MembershipLost("g1", "photos", false));
  }

  @Test
  void olderWordChangesNothing() {
    memberships.replace(List.of(place(Role.ROLE_MEMBER, 5)));
    assertThat(apply(Role.ROLE_UNSPECIFIED, 4)).isEmpty();
    assertThat(memberships.isMember("g1")).isTrue();
  }

  @Test
  void isNoMemberOfAnythingBeforeATrackerHasTold() {
    assertThat(memberships.isMember("g1")).isFalse();
  }
}
