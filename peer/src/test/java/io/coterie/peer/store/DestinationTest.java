package io.coterie.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DestinationTest {
  @TempDir Path folder;

  @Test
  void foldersKeepTheNameAndFilesGiveTheirOwn() {
    assertThat(Destination.resolve(folder, "é .jpg", false)).isEqualTo(folder.resolve("é .jpg"));
    assertThat(Destination.resolve(folder.resolve("a/../b"), "../../x", false))
        .isEqualTo(folder.resolve("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "..", ".", "a/b", "/etc/passwd", "a\\b", "a\u0000b", "\u202Egpj"})
  void namesOfOthersLeadNowhereElse(String name) {
    assertThatThrownBy(() -> Destination.resolve(folder, name, true)).isInstanceOf(Refusal.class);
  }

  @Test
  void existingFilesAreReplacedOnlyWhenAsked() throws IOException {
    Path file = Files.createFile(folder.resolve("x"));

    assertRefused(file, false, ErrorReason.ERROR_REASON_DESTINATION_EXISTS, "exists");
    assertThat(Destination.resolve(file, "y", true)).isEqualTo(file);
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
    assertRefused(
        folder.resolve("dangling"), false, ErrorReason.ERROR_REASON_DESTINATION_EXISTS, "exists");
  }

  @Test
  void saysWhatIsWrongWithAPlace() throws IOException {
    ErrorReason unusable = ErrorReason.ERROR_REASON_DESTINATION_UNUSABLE;
    Files.createDirectory(folder.resolve("name"));

    assertRefused(Path.of("relative"), false, unusable, "not an absolute path");
    assertRefused(folder.resolve("no/x"), false, unusable, "does not exist; make it first");
    assertRefused(folder, true, unusable, "is a folder");
    assertRefused(folder.resolve("é".repeat(128)), false, unusable, "256 bytes");
    assertRefused(Path.of("/dev/null"), true, unusable, "no regular file");
  }

  private static void assertRefused(
      Path wanted, boolean overwrite, ErrorReason reason, String message) {
    assertThatThrownBy(() -> Destination.resolve(wanted, "name", overwrite))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
