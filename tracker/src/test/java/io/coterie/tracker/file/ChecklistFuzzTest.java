package io.coterie.tracker.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.tracker.v1.Announcement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Any files held and any files announced: left is what was held and not announced. */
public final class ChecklistFuzzTest {

  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    Checklist checklist = new Checklist();
    Set<Announced> held = new HashSet<>();
    Set<Announced> announced = new HashSet<>();
    while (fuzz.hasMore()) {
      List<Announced> files;
      try {
        files = files(Announcement.parseFrom(fuzz.block()));
      } catch (InvalidProtocolBufferException malformed) {
        continue;
      }
      int share = fuzz.below(4);
      if (share < 3) {
        // The store has each file once.
        List<Announced> fresh = files.stream().distinct().filter(held::add).toList();
        checklist.add(fresh);
      }
      if (share > 0) {
        announced.addAll(files);
      }
    }
    checklist.close();
    for (Announced file : announced) {
      assertThat(checklist.tick(file)).isEqualTo(held.contains(file));
    }
    for (Announced file : held) {
      assertThat(checklist.isLeft(file)).isEqualTo(!announced.contains(file));
    }
    assertThat(checklist.isDone()).isEqualTo(announced.containsAll(held));
  }

  private static List<Announced> files(Announcement part) {
    return part.getFilesList().stream()
        .map(file -> new Announced(file.getGroupId(), file.getName(), file.getRoot()))
        .toList();
  }
}
