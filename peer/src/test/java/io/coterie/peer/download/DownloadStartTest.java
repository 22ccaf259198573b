package io.coterie.peer.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.Hash;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a download may go. */
final class DownloadStartTest {
  private static final long SIZE = 5;

  @TempDir Path given;

  private Path folder = Path.of("");

  @BeforeEach
  void resolve() throws IOException {
    folder = given.toRealPath();
  }

  @Test
  void foldersKeepTheNameAndFilesGiveTheirOwn() throws IOException {
    assertThat(destination(folder, "\u00e9 .jpg", false)).isEqualTo(folder.resolve("\u00e9 .jpg"));
    assertThat(destination(folder.resolve("a/../b"), "../../x", false))
        .isEqualTo(folder.resolve("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "..", ".", "a/b", "/etc/passwd", "a\\b", "a\u0000b", "\u202Egpj"})
  void namesOfOthersLeadNowhereElse(String name) {
    assertThatThrownBy(() -> destination(folder, name, true)).isInstanceOf(Refusal.class);
  }

  @Test
  void existingFilesAreReplacedOnlyWhenAsked() throws IOException {
    Path file = Files.createFile(folder.resolve("x"));

    assertRefused(file, false, ErrorReason.ERROR_REASON_DESTINATION_EXISTS, "exists");
    assertThat(destination(file, "y", true)).isEqualTo(file);
    Path dangling = folder.resolve("dangling");
    Files.createSymbolicLink(dangling, folder.resolve("nowhere"));
    assertRefused(dangling, false, ErrorReason.ERROR_REASON_DESTINATION_EXISTS, "exists");
  }

  @Test
  void saysWhatIsWrongWithAPlace() throws IOException {
    ErrorReason unusable = ErrorReason.ERROR_REASON_DESTINATION_UNUSABLE;
    Files.createDirectory(folder.resolve("name"));

    assertRefused(Path.of("relative"), false, unusable, "not an absolute path");
    assertRefused(folder.resolve("no/x"), false, unusable, "make it first");
    assertRefused(folder, true, unusable, "is a folder");
    assertRefused(folder.resolve("\u00e9".repeat(128)), false, unusable, "256 bytes");
    assertRefused(Path.of("/dev/null"), true, unusable, "no regular file");
  }

  private static Path destination(Path wanted, String name, boolean overwrite) throws IOException {
    RemoteFile file = new RemoteFile("photos", name, new ContentId("g-1", Hash.ZERO), SIZE);
    return new DownloadStart(InstantSource.system())
        .record(new DownloadRequest("photos", name, wanted, overwrite), file)
        .destination();
  }

  private static void assertRefused(
      Path wanted, boolean overwrite, ErrorReason reason, String message) {
    assertThatThrownBy(() -> destination(wanted, "name", overwrite))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
