package io.coterie.tracker.sql.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.store.Changes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HintPayloadTest {

  @Test
  void manyChangesGoInPayloadsThatPostgresTakes() {
    Set<String> groupIds =
        IntStream.range(0, 1000).mapToObj(i -> "group-id-" + i).collect(Collectors.toSet());
    Set<String> userKeys =
        IntStream.range(0, 1000).mapToObj(i -> "žluťoučký " + i).collect(Collectors.toSet());

    List<String> payloads = HintPayload.write(new Changes(groupIds, userKeys));

    assertThat(payloads).allMatch(payload -> payload.getBytes(UTF_8).length < 8000);
    Set<String> groupIdsRead = new HashSet<>();
    Set<String> userKeysRead = new HashSet<>();
    for (String payload : payloads) {
      groupIdsRead.addAll(HintPayload.read(payload).groupIds());
      userKeysRead.addAll(HintPayload.read(payload).userKeys());
    }
    assertThat(groupIdsRead).isEqualTo(groupIds);
    assertThat(userKeysRead).isEqualTo(userKeys);
  }

  @Test
  void nothingIsNoPayload() {
    assertThat(HintPayload.write(new Changes(Set.of(), Set.of()))).isEmpty();
    assertThat(HintPayload.read("something else").isEmpty()).isTrue();
  }
}
