package io.coterie.shell.command.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.shell.testing.TestShell;
import io.coterie.shell.testing.World;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccountCommandsTest {
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
  void anAccountIsCreatedAndLoggedInTo() {
    TestShell shell = world.shell();
    assertThat(shell.good("create_user alice password")).isEqualTo("user alice created\n");
    assertThat(shell.good("login alice password"))
        .isEqualTo("logged in as alice\nwarning: lost.bin is not shared again: it is gone\n");
    assertThat(shell.good("whoami"))
        .startsWith("alice\npeer peer-of-alice\nreachable at 192.0.2.1:7501\n")
        .contains("attached to tracker 127.0.0.1:7402\n", "received 2.00 KiB, limit off\n");
    assertThat(shell.good("logout")).isEqualTo("logged out\nwarning: no tracker knows\n");
    assertThat(shell.bad("whoami"))
        .isEqualTo("error: nobody is logged in; log in with: login USER\n");
  }

  @Test
  void namesAreUniqueAndNormalised() {
    TestShell shell = world.shell();
    shell.good("create_user 'rene\u0301' password");
    assertThat(shell.bad("create_user ren\u00e9 other-password"))
        .isEqualTo("error: the name ren\u00e9 is taken; choose another\n");
    assertThat(shell.good("login ren\u00e9 password")).startsWith("logged in as ren\u00e9\n");
  }

  @Test
  void aBadPasswordIsRefused() {
    TestShell shell = world.shell();
    assertThat(shell.bad("create_user alice short"))
        .isEqualTo("error: password must have at least 8 bytes, not 5\n");
    shell.good("create_user alice password");
    assertThat(shell.bad("login alice wrong-password"))
        .isEqualTo("error: the user name or the password is wrong; check it and try again\n");
  }

  @Test
  void aScriptIsNotAskedForPasswords() {
    TestShell shell = world.shell();
    assertThat(shell.bad("create_user alice")).contains("no password given", "--password-stdin");
    assertThat(shell.bad("login alice")).contains("no password given", "--password-stdin");
  }

  @Test
  void passwordsComeFromStandardInput() {
    TestShell shell = world.shell();
    TestShell.Result result =
        shell.run(
            "create_user alice --password-stdin; login --password-stdin alice;"
                + " change_password --password-stdin; logout; login alice ' new  password'",
            "pass  word\npass  word\npass  word\n new  password\n",
            false);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("password changed; 1 session elsewhere ended\n");
    assertThat(shell.bad("logout; login alice --password-stdin"))
        .contains("standard input has ended");
  }

  @Test
  void passwordsMayBeginWithADash() {
    TestShell shell = world.shell();
    shell.good("create_user alice --password");
    shell.good("login alice --password");
  }

  @Test
  void thePasswordIsChangedByWhoKnowsIt() {
    TestShell alice = world.shell("alice");
    assertThat(alice.bad("change_password wrong-one new-password"))
        .isEqualTo("error: the current password is wrong; check it and try again\n");
    assertThat(alice.bad("change_password password")).contains("give both passwords");
    alice.good("change_password password new-password; logout");
    assertThat(alice.bad("login alice password")).contains("wrong");
    assertThat(world.shell().bad("change_password a b")).contains("log in with: login USER");
  }

  @Test
  void onlyOneUserIsLoggedInAtATime() {
    TestShell shell = world.shell("alice");
    shell.good("create_user bob password");
    assertThat(shell.bad("login bob password"))
        .isEqualTo("error: alice is logged in on this peer; log out first with: logout\n");
  }

  @Test
  void sessionsAreListedAndEnded() {
    TestShell here = world.shell("alice");
    TestShell there = world.shell();
    there.good("login alice password");
    assertThat(here.good("list_sessions").lines())
        .hasSize(2)
        .anyMatch(l -> l.startsWith("SESSION-ALICE-0  since ") && l.endsWith("  [this one]"))
        .anyMatch(l -> l.startsWith("SESSION-ALICE-1  since ") && l.endsWith("  -"));
    assertThat(here.good("revoke_session SESSION-ALICE-1"))
        .isEqualTo("session SESSION-ALICE-1 ended\n");
    assertThat(here.bad("revoke_session SESSION-ALICE-1"))
        .isEqualTo("error: you have no such session; list_sessions shows yours\n");
    assertThat(there.bad("list_groups")).contains("log in with: login USER");
  }

  @Test
  void logoutTakesTheTokenFileAway() throws Exception {
    TestShell alice = world.shell("alice");
    alice.writeControlFile();
    alice.good("credentials");
    Path token = alice.home().resolve("session_token");
    assertThat(token).hasContent("session-alice-0");
    alice.good("logout");
    assertThat(token).doesNotExist();
    assertThat(Files.exists(alice.home())).isTrue();
  }

  @Test
  void resultsAndErrorsAreAlsoJson() {
    TestShell shell = world.jsonShell();
    assertThat(shell.good("create_user alice password")).isEqualTo("{\"user\":\"alice\"}\n");
    assertThat(shell.good("login alice password"))
        .startsWith("{\"user\":\"alice\",\"peer_id\":\"\",\"shares\":0,");
    assertThat(shell.good("whoami")).contains("\"attached_tracker\":\"127.0.0.1:7402\"");
    assertThat(shell.good("list_sessions")).contains("\"session_id\":\"SESSION-ALICE-0\"");
    assertThat(shell.good("change_password password new-password"))
        .isEqualTo("{\"ended_sessions\":1}\n");
    assertThat(shell.good("logout"))
        .isEqualTo("{\"user\":\"alice\",\"warnings\":[\"no tracker knows\"]}\n");
    assertThat(shell.bad("whoami"))
        .startsWith("{\"error\":{\"code\":\"FAILED_PRECONDITION\",\"reason\":\"NOT_LOGGED_IN\",");
  }
}
