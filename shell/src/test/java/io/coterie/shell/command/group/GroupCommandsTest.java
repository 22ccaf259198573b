package io.coterie.shell.command.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.shell.testing.TestShell;
import io.coterie.shell.testing.World;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupCommandsTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void begin() {
    world = new World(folder);
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void aGroupGrowsByAcceptedRequests() {
    TestShell alice = world.shell("alice");
    TestShell bob = world.shell("bob");
    assertThat(alice.good("create_group photos"))
        .isEqualTo("group photos created; you own photos now\n");
    assertThat(bob.good("join_group photos")).isEqualTo("asked alice to let you into photos\n");
    assertThat(bob.good("list_groups")).isEqualTo("photos  owner alice  1 member  [pending]\n");
    assertThat(alice.good("list_requests photos")).isEqualTo("bob\n");
    assertThat(alice.good("accept_request photos bob"))
        .isEqualTo("bob is now a member of photos\n");
    assertThat(alice.good("list_requests photos")).isEmpty();
    assertThat(bob.good("list_groups")).isEqualTo("photos  owner alice  2 members  [member]\n");
    assertThat(bob.good("list_members photos").lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("alice  [owner]  online  since 20"))
        .anyMatch(line -> line.startsWith("bob  [member]  online  since 20"));
  }

  @Test
  void aRequestIsTurnedDown() {
    TestShell alice = world.shell("alice");
    TestShell bob = world.shell("bob");
    alice.good("create_group photos");
    bob.good("join_group photos");
    assertThat(alice.good("reject_request photos bob"))
        .isEqualTo("bob was turned down for photos\n");
    assertThat(bob.good("list_groups")).endsWith("[-]\n");
    assertThat(alice.bad("accept_request photos bob"))
        .isEqualTo("error: bob does not ask to join photos; list_requests shows who asks\n");
  }

  @Test
  void requestsAreRefusedThatMakeNoSense() {
    TestShell alice = world.shell("alice");
    TestShell bob = world.shell("bob");
    alice.good("create_group photos");
    assertThat(bob.bad("create_group photos"))
        .isEqualTo("error: the name photos is taken; choose another\n");
    assertThat(alice.bad("join_group photos")).contains("you are a member of photos");
    bob.good("join_group photos");
    assertThat(bob.bad("join_group photos")).contains("you have asked already");
    assertThat(bob.bad("join_group nowhere"))
        .isEqualTo("error: there is no group nowhere; list_groups shows the groups there are\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list_requests photos",
        "accept_request photos carol",
        "reject_request photos carol",
        "remove_member photos alice",
        "transfer_ownership photos bob",
        "delete_group photos",
        "history photos",
      })
  void onlyTheOwnerMayDecide(String command) {
    TestShell alice = world.shell("alice");
    TestShell bob = world.shell("bob");
    alice.good("create_group photos");
    bob.good("join_group photos");
    alice.good("accept_request photos bob");
    world.shell("carol").good("join_group photos");
    assertThat(bob.bad(command)).isEqualTo("error: only alice may do this\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create_group x",
        "list_groups",
        "join_group x",
        "leave_group x",
        "list_requests x",
        "accept_request x y",
        "reject_request x y",
        "list_members x",
        "remove_member x y",
        "transfer_ownership x y",
        "delete_group x",
        "history x",
      })
  void nobodyMayDoAnythingWithoutASession(String command) {
    assertThat(world.shell().bad(command))
        .isEqualTo("error: nobody is logged in on this peer; log in with: login USER\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create_group",
        "create_group a b",
        "join_group",
        "leave_group a b",
        "list_requests",
        "accept_request a",
        "reject_request a",
        "list_members",
        "remove_member a b c",
        "transfer_ownership a",
        "delete_group",
        "history",
        "list_groups a",
      })
  void wrongArgumentsAreExplained(String command) {
    String name = command.replaceAll(" .*", "");
    assertThat(world.shell().bad(command).lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("error: "))
        .anyMatch(line -> line.startsWith("usage: " + name))
        .anyMatch(line -> line.startsWith("example: " + name));
  }

  @Test
  void onlyMembersSeeMembers() {
    world.shell("alice").good("create_group photos");
    assertThat(world.shell("bob").bad("list_members photos"))
        .isEqualTo("error: you are no member of photos; ask to be let in with: join_group GROUP\n");
  }

  @Test
  void ownersPassOnRemoveAndLeave() {
    TestShell alice = world.shell("alice");
    TestShell bob = world.shell("bob");
    alice.good("create_group photos");
    bob.good("join_group photos");
    assertThat(alice.bad("remove_member photos bob"))
        .isEqualTo("error: bob is no member of photos; list_members shows who is\n");
    alice.good("accept_request photos bob");
    assertThat(alice.good("transfer_ownership photos bob")).isEqualTo("bob now owns photos\n");
    assertThat(bob.good("remove_member photos alice"))
        .isEqualTo("alice is no longer a member of photos\n");
    assertThat(bob.good("leave_group photos"))
        .isEqualTo("left photos; it had no other member and is gone\n");
    assertThat(bob.good("list_groups")).isEmpty();
  }

  @Test
  void leavingTakesARequestBack() {
    TestShell alice = world.shell("alice");
    TestShell bob = world.shell("bob");
    alice.good("create_group photos");
    bob.good("join_group photos");
    assertThat(bob.good("leave_group photos")).isEqualTo("left photos\n");
    assertThat(alice.good("list_requests photos")).isEmpty();
  }

  @Test
  void aGroupIsDeleted() {
    TestShell alice = world.shell("alice");
    assertThat(alice.good("create_group photos; delete_group photos"))
        .endsWith("group photos deleted\n");
    assertThat(alice.good("list_groups")).isEmpty();
  }

  @Test
  void theHistoryTellsWhatHappened() {
    TestShell alice = world.shell("alice");
    TestShell bob = world.shell("bob");
    alice.good("create_group photos");
    bob.good("join_group photos");
    alice.good("accept_request photos bob");
    assertThat(alice.good("history photos").lines())
        .map(line -> line.substring(line.indexOf("  ") + 2))
        .containsExactly("alice accepted bob", "bob asked to join", "alice created the group");
  }

  @Test
  void longListsAreFetchedToTheEnd() {
    TestShell alice = world.shell("alice");
    for (int i = 0; i < 5; i++) {
      alice.good("create_group g" + i);
    }
    assertThat(alice.good("list_groups").lines()).hasSize(5);
  }

  @Test
  void hostileNamesAreHarmless() {
    TestShell alice = world.shell("alice");
    world.deployment().create("x\u001b]0;evil\u0007\u202ey", "alice");
    assertThat(alice.good("list_groups"))
        .isEqualTo("x\\u{1b}]0;evil\\u{7}\\u{202e}y  owner alice  1 member  [owner]\n");
  }

  @Test
  void resultsAreAlsoJson() {
    world.shell("alice");
    TestShell alice = world.jsonShell();
    alice.good("login alice password");
    assertThat(alice.good("create_group photos"))
        .startsWith("{\"group\":{\"name\":\"photos\",")
        .contains("\"role\":\"ROLE_OWNER\"");
    assertThat(alice.good("list_groups")).startsWith("{\"groups\":[{\"name\":\"photos\"");
    assertThat(alice.good("list_requests photos")).startsWith("{\"join_requests\":[]");
    assertThat(alice.good("list_members photos")).contains("\"online\":true");
    assertThat(alice.good("history photos")).contains("EVENT_KIND_GROUP_CREATED");
    assertThat(alice.bad("accept_request photos bob"))
        .contains("\"code\":\"NOT_FOUND\",\"reason\":\"JOIN_REQUEST_NOT_FOUND\"");
    assertThat(alice.bad("accept_request photos"))
        .contains("\"code\":\"USAGE\"", "usage: accept_request GROUP USER");
    assertThat(alice.good("leave_group photos")).contains("\"group_deleted\":true");
  }
}
