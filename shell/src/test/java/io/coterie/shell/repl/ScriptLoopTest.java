package io.coterie.shell.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.shell.testing.TestShell;
import io.coterie.shell.testing.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScriptLoopTest {
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
  void runsAScriptLineByLine() {
    TestShell.Result result =
        world
            .shell()
            .script(
                "# a comment\n\ncreate_user alice password  # another\r\nlogin alice password\n"
                    + "create_group a; create_group 'b c'\nlist_groups",
                false);
    assertThat(result.good()).isTrue();
    assertThat(result.out())
        .endsWith("a  owner alice  1 member  [owner]\nb c  owner alice  1 member  [owner]\n");
  }

  @Test
  void stopsAtTheFirstFailure() {
    TestShell.Result result =
        world.shell().script("login nobody password\ncreate_user alice password\n", false);
    assertThat(result.good()).isFalse();
    assertThat(result.out()).isEmpty();
  }

  @Test
  void keepsGoingWhenAskedAndStillFails() {
    TestShell.Result result =
        world
            .shell()
            .script("login nobody password\nfrobnicate; 'open\ncreate_user al password\n", true);
    assertThat(result.good()).isFalse();
    assertThat(result.out()).isEqualTo("user al created\n");
    assertThat(result.err().lines()).hasSize(2).allMatch(line -> line.startsWith("error: "));
  }

  @Test
  void runsNothingOfALineThatIsNotClosed() {
    TestShell.Result result = world.shell().script("create_user al password; login 'al\n", true);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("error: a single quote (') is not closed");
  }

  @Test
  void refusesALineThatIsTooLongAndKeepsGoing() {
    String longest = "#".repeat(ScriptLines.LONGEST);
    TestShell.Result result =
        world.shell().script(longest + "\n" + longest + "#\ncreate_user al password\n", true);
    assertThat(result.good()).isFalse();
    assertThat(result.out()).isEqualTo("user al created\n");
    assertThat(result.err())
        .isEqualTo("error: the line has 65537 characters; write at most 65536 on one line\n");
  }

  @Test
  void quitEndsAScriptAsItIs() {
    assertThat(world.shell().script("trackers\nquit\nfrobnicate\n", false).good()).isTrue();
    assertThat(world.shell().script("frobnicate\nquit\ntrackers\n", true).good()).isFalse();
  }

  @Test
  void readsPasswordsFromTheLinesBetween() {
    String script =
        """
        create_user al --password-stdin
         pass'word#1
        login al --password-stdin
         pass'word#1
        whoami
        """;
    TestShell.Result result = world.shell().script(script, false);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("logged in as al\n");
  }

  @Test
  void failsAtOnceWhenNoTrackerAnswers() {
    TestShell alice = world.shell("alice");
    world.deployment().failNext(1);
    assertThat(alice.bad("create_group photos"))
        .contains(
            "no tracker answered: 127.0.0.1:7401 (connection refused), 127.0.0.1:7402 (timed out)");
    assertThat(alice.good("list_groups")).isEmpty();
  }

  @Test
  void triesAgainWithTheSameRequestId() {
    TestShell alice = world.shell("alice");
    int before = world.deployment().requestIds().size();
    world.deployment().failNext(2);
    alice.tries(3);
    assertThat(alice.good("create_group photos"))
        .isEqualTo("group photos created; you own photos now\n");
    alice.good("create_group films");
    List<String> ids = world.deployment().requestIds();
    assertThat(ids).hasSize(before + 4);
    assertThat(Set.copyOf(ids.subList(before, before + 3))).hasSize(1);
    assertThat(ids.get(before + 3)).isNotEqualTo(ids.get(before));
    assertThat(world.deployment().previousAttempts().subList(before, before + 4))
        .containsExactly(0, 1, 2, 0);
  }
}
