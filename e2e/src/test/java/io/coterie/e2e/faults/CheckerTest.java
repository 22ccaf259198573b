package io.coterie.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.e2e.faults.GroupState.Event;
import io.coterie.tracker.v1.EventKind;
import io.coterie.tracker.v1.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing wrong is worth what it would have found. */
class CheckerTest {

  private final History history = new History();
  private final List<Event> events = new ArrayList<>();
  private final Map<String, Role> members = new LinkedHashMap<>();
  private final Set<String> requests = new LinkedHashSet<>();
  private final Map<String, Set<String>> sources = new HashMap<>();

  /** Alice lets bob in, who shares a file; carol asks, is let in, becomes owner and leaves. */
  @BeforeEach
  void aRunWithoutFaults() {
    acknowledged(Change.of(Action.CREATE, "g", "alice"));
    acknowledged(Change.of(Action.JOIN, "g", "bob"));
    acknowledged(Change.on(Action.ACCEPT, "g", "alice", "bob"));
    acknowledged(Change.file(Action.SHARE, "g", "bob", "f"));
    acknowledged(Change.of(Action.JOIN, "g", "carol"));
    acknowledged(Change.on(Action.ACCEPT, "g", "alice", "carol"));
    acknowledged(Change.on(Action.TRANSFER, "g", "alice", "carol"));
    acknowledged(Change.of(Action.LEAVE, "g", "carol"));
    event(EventKind.EVENT_KIND_GROUP_CREATED, "alice", "", "");
    event(EventKind.EVENT_KIND_JOIN_REQUESTED, "bob", "", "");
    event(EventKind.EVENT_KIND_JOIN_ACCEPTED, "alice", "bob", "");
    event(EventKind.EVENT_KIND_FILE_SHARED, "bob", "", "f");
    event(EventKind.EVENT_KIND_JOIN_REQUESTED, "carol", "", "");
    event(EventKind.EVENT_KIND_JOIN_ACCEPTED, "alice", "carol", "");
    event(EventKind.EVENT_KIND_OWNER_CHANGED, "alice", "carol", "");
    event(EventKind.EVENT_KIND_LEFT, "carol", "", "");
    event(EventKind.EVENT_KIND_OWNER_CHANGED, "carol", "alice", "");
    members.put("alice", Role.ROLE_OWNER);
    members.put("bob", Role.ROLE_MEMBER);
    sources.put("f", new LinkedHashSet<>(Set.of("bob")));
  }

  @Test
  void findsNothingWhereNothingIsWrong() {
    Findings findings = check();

    assertThat(findings.isClean()).as(findings.toString()).isTrue();
    assertThat(findings.events()).isEqualTo(8);
  }

  @Test
  void findsALostChange() {
    acknowledged(Change.file(Action.SHARE, "g", "alice", "of-alice"));

    assertThat(check().lost()).singleElement().asString().contains("of-alice");
  }

  @Test
  void findsALostGroup() {
    acknowledged(Change.of(Action.CREATE, "gone", "alice"));

    assertThat(check().lost()).singleElement().asString().contains("gone");
  }

  @Test
  void findsAChangeThatTookPlaceTwice() {
    events.add(4, new Event(EventKind.EVENT_KIND_FILE_SHARED, "bob", "", "f"));

    Findings findings = check();

    assertThat(findings.doubled()).singleElement().asString().contains("file=f");
    assertThat(findings.contradictions()).singleElement().asString().contains("could not happen");
  }

  @Test
  void findsAnEventWhoseChangeIsMissing() {
    sources.put("f", Set.of());

    assertThat(check().contradictions()).singleElement().asString().contains("sources");
  }

  @Test
  void findsAChangeWhoseEventIsMissing() {
    acknowledged(Change.of(Action.JOIN, "g", "dora"));
    requests.add("dora");

    Findings findings = check();

    assertThat(findings.lost()).singleElement().asString().contains("dora");
    assertThat(findings.contradictions()).singleElement().asString().contains("requests");
  }

  @Test
  void findsHalfOfTheLeavingOfAnOwner() {
    events.remove(events.size() - 1);

    assertThat(check().contradictions()).anyMatch(text -> text.contains("without an owner"));
  }

  @Test
  void findsAnotherOwnerThanTheEventsMake() {
    members.put("alice", Role.ROLE_MEMBER);
    members.put("bob", Role.ROLE_OWNER);

    assertThat(check().contradictions()).singleElement().asString().contains("members");
  }

  @Test
  void findsWhatWasRefusedAndTookPlace() {
    history.add(Change.of(Action.JOIN, "g", "dora"), Outcome.REFUSED);
    event(EventKind.EVENT_KIND_JOIN_REQUESTED, "dora", "", "");
    requests.add("dora");

    Findings findings = check();

    assertThat(findings.refusedApplied()).singleElement().asString().contains("dora");
    assertThat(findings.isClean()).isFalse();
  }

  @Test
  void findsWhatNobodyAskedFor() {
    event(EventKind.EVENT_KIND_JOIN_REQUESTED, "dora", "", "");
    requests.add("dora");

    assertThat(check().doubled()).singleElement().asString().contains("dora");
  }

  @Test
  void allowsAnUnknownChangeOnceOrNever() {
    history.add(Change.file(Action.SHARE, "g", "bob", "once"), Outcome.UNKNOWN);
    history.add(Change.file(Action.SHARE, "g", "bob", "never"), Outcome.UNKNOWN);
    event(EventKind.EVENT_KIND_FILE_SHARED, "bob", "", "once");
    sources.put("once", Set.of("bob"));

    Findings findings = check();

    assertThat(findings.isClean()).as(findings.toString()).isTrue();
    assertThat(findings.unknownApplied()).isEqualTo(1);
  }

  @Test
  void seesARequestThatWasTakenBack() {
    acknowledged(Change.of(Action.JOIN, "g", "dora"));
    acknowledged(Change.of(Action.LEAVE, "g", "dora"));
    event(EventKind.EVENT_KIND_JOIN_REQUESTED, "dora", "", "");

    Findings findings = check();

    assertThat(findings.isClean()).as(findings.toString()).isTrue();
  }

  private void acknowledged(Change change) {
    history.add(change, Outcome.ACKNOWLEDGED);
  }

  private void event(EventKind kind, String actor, String subject, String file) {
    events.add(new Event(kind, actor, subject, file));
  }

  private Findings check() {
    return Checker.check(history, Map.of("g", new GroupState(events, members, requests, sources)));
  }
}
