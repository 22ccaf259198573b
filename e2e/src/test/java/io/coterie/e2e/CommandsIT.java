package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the shell, right, wrong and without the right to it, word for word. */
class CommandsIT {

  @TempDir private static Path root;

  private static final Map<String, Member> MEMBERS = new HashMap<>();
  private static House house;

  @BeforeAll
  static void start() {
    house = House.start(root, 2);
    Content.random(house.files().resolve("a.bin"), 3_000_000, 1);
    Content.random(house.files().resolve("b.bin"), 30_000_000, 2);
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @TestFactory
  Stream<DynamicTest> scenes() throws IOException {
    return Scene.parse(script()).stream()
        .map(scene -> dynamicTest(scene.user() + ": " + scene.title(), () -> play(scene)));
  }

  private static void play(Scene scene) {
    Member member = MEMBERS.computeIfAbsent(scene.user(), house::stranger);
    Ran ran = member.runProcess(List.of("--keep-going"), scene.commands().toArray(String[]::new));

    assertThat(Scene.generalised(ran.err(), scene.err())).isEqualTo(scene.err());
    assertThat(Scene.generalised(ran.out(), scene.out())).isEqualTo(scene.out());
    assertThat(ran.exit()).isEqualTo(scene.exit());
  }

  private static String script() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CommandsIT.class.getResourceAsStream("commands.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("$FILES", house.files().toString());
    }
  }
}
