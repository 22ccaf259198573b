package io.coterie.tracker.sql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

final class NativeLibraryTest {

  @TempDir private Path folder;

  @Test
  void isWrittenOnceAndAgainWhenItIsDamaged() throws IOException {
    Path library = NativeLibrary.place(folder);
    byte[] content = Files.readAllBytes(library);
    FileTime longAgo = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(library, longAgo);

    assertThat(NativeLibrary.place(folder)).isEqualTo(library);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(longAgo);

    Files.write(library, new byte[] {1, 2, 3});
    NativeLibrary.place(folder);
    assertThat(library).hasBinaryContent(content);
    assertThat(folder.toFile().list()).containsExactly(library.getFileName().toString());
  }

  @Test
  void thoseOfOtherVersionsAreRemovedAndNothingElse() throws IOException {
    Path library = NativeLibrary.place(folder);
    String name = LibraryLoaderUtil.getNativeLibName();
    Files.createFile(folder.resolve("sqlite-3.8.11.2-" + name));
    Files.createFile(folder.resolve("sqlite-9.0.0.0-" + name));
    Files.createFile(folder.resolve("sqlite-3.8.11.2-notes.txt"));
    Files.createFile(folder.resolve("coterie.db"));
    Files.createDirectories(folder.resolve("sqlite-folder-" + name).resolve("full"));

    NativeLibrary.removeOthers(library);

    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            library.getFileName().toString(),
            "sqlite-3.8.11.2-notes.txt",
            "coterie.db",
            "sqlite-folder-" + name);
  }

  @Test
  void aFolderInWhichOthersMayWriteIsKnown() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(NativeLibrary.mayOthersWrite(folder)).isFalse();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThat(NativeLibrary.mayOthersWrite(folder)).isTrue();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));
    assertThat(NativeLibrary.mayOthersWrite(folder)).isTrue();
  }
}
