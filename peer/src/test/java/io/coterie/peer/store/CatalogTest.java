package io.coterie.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.peer.content.ContentChangedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogTest {
  @TempDir Path folder;

  private final Sample sample = new Sample(100_000);
  private final Catalog catalog = new Catalog();
  private final List<String> removals = new ArrayList<>();

  @Test
  void servesTheSameContentUnderSeveralNames() throws IOException {
    catalog.addListener((content, fault) -> removals.add(content.name() + fault.orElse("")));
    SharedFile a = sample.share(folder.resolve("a"), "g-1", "a");
    SharedFile b = sample.share(folder.resolve("b"), "g-1", "b");
    SharedFile elsewhere = sample.share(folder.resolve("a"), "g-2", "a");
    catalog.add(a);
    catalog.add(b);
    catalog.add(b);
    catalog.add(elsewhere);

    assertThat(catalog.list()).containsExactlyInAnyOrder(a, b, elsewhere);
    assertThat(catalog.find("g-1", "a")).contains(a);
    catalog.withdraw(b, ": changed");
    catalog.remove(b);
    assertThat(catalog.find(a.id())).contains(a);
    catalog.clear();

    assertThat(catalog.find(a.id())).isEmpty();
    assertThat(catalog.list()).isEmpty();
    assertThat(removals).containsExactlyInAnyOrder("b: changed", "a", "a");
  }

  @Test
  void changedFilesAreNotRead() throws IOException {
    SharedFile share = sample.share(folder.resolve("a"), "g-1", "a");
    try (ContentReader reader = share.open()) {
      reader.read(0, 0, ByteBuffer.allocate(10));
      Files.setLastModifiedTime(share.path(), FileTime.fromMillis(3));
      assertThatThrownBy(() -> reader.read(0, 0, ByteBuffer.allocate(10)))
          .isInstanceOf(ContentChangedException.class)
          .hasMessageContaining("was changed");
      assertThatThrownBy(share::open).isInstanceOf(ContentChangedException.class);
      Files.delete(share.path());
      assertThatThrownBy(share::open)
          .isInstanceOf(ContentChangedException.class)
          .hasMessageContaining("is gone");
    }
  }
}
