package io.coterie.tracker.sql.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.coterie.tracker.store.Changes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Changes as payloads of NOTIFY: one line each, {@code g} and the group's id or {@code u} and the
 * user's key, neither of which has line breaks.
 */
final class HintPayload {

  /** Stands for more changes than are worth naming. */
  static final String EVERYTHING = "*";

  /** PostgreSQL takes fewer than 8000 bytes. */
  private static final int MOST_BYTES = 7_500;

  private HintPayload() {}

  static boolean isEverything(String payload) {
    return payload.equals(EVERYTHING);
  }

  /** As few payloads as hold the changes; none for none. */
  static List<String> write(Changes changes) {
    List<String> lines = new ArrayList<>();
    changes.groupIds().forEach(id -> lines.add("g" + id));
    changes.userKeys().forEach(key -> lines.add("u" + key));
    List<String> payloads = new ArrayList<>();
    StringBuilder payload = new StringBuilder();
    int bytes = 0;
    for (String line : lines) {
      int more = line.getBytes(UTF_8).length + 1;
      if (bytes + more > MOST_BYTES) {
        payloads.add(payload.toString());
        payload.setLength(0);
        bytes = 0;
      }
      payload.append(line).append('\n');
      bytes += more;
    }
    if (bytes > 0) {
      payloads.add(payload.toString());
    }
    return payloads;
  }

  /** The changes of a payload; lines of another form are left out. */
  static Changes read(String payload) {
    Set<String> groupIds = new HashSet<>();
    Set<String> userKeys = new HashSet<>();
    payload
        .lines()
        .forEach(
            line -> {
              if (line.startsWith("g")) {
                groupIds.add(line.substring(1));
              } else if (line.startsWith("u")) {
                userKeys.add(line.substring(1));
              }
            });
    return new Changes(groupIds, userKeys);
  }
}
