package io.coterie.tracker.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.store.Page;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentSourcesTest {

  private static final int ENDPOINT = 250;
  private static final int ENDPOINTS = 8;
  private static final int SOURCES = 100;

  private final RecentSources recent = new RecentSources(() -> 0);

  @Test
  void greatPagesTakeNoMoreThanEightMebibytes() {
    List<String> endpoints = Collections.nCopies(ENDPOINTS, "e".repeat(ENDPOINT));
    List<Source> sources =
        Collections.nCopies(SOURCES, new Source("user", "peer", endpoints, true));

    IntStream.range(0, 200).forEach(i -> keep(query(i), sources));

    long found = IntStream.range(0, 200).filter(i -> recent.find(query(i)).isPresent()).count();
    assertThat(found * SOURCES * ENDPOINTS * ENDPOINT).isBetween(4L << 20, 8L << 20);
  }

  private void keep(SourceQuery query, List<Source> sources) {
    recent.keep(query, new SourcePage("group", new Page<>(sources, false)), recent.now());
  }

  private static SourceQuery query(int file) {
    return new SourceQuery("photos", "file " + file, Optional.empty(), SOURCES);
  }
}
