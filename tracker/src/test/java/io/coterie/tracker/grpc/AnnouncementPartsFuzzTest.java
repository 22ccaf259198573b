package io.coterie.tracker.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.flow.ByteBudget;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.Announcement;

/**
 * Announcements in any parts: all of their files, never more than the budget, and all given back.
 */
public final class AnnouncementPartsFuzzTest {
  private static final long BUDGET = 2000;

  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    ByteBudget budget = new ByteBudget(BUDGET);
    AnnouncementParts parts = new AnnouncementParts(budget);
    long bytes = 0;
    int files = 0;
    while (fuzz.hasMore()) {
      Announcement part;
      try {
        part = Announcement.parseFrom(fuzz.block());
      } catch (InvalidProtocolBufferException malformed) {
        continue;
      }
      if (fuzz.below(16) == 0) {
        parts.release();
        bytes = 0;
        files = 0;
      }
      try {
        parts.add(part);
        bytes += part.getSerializedSize();
        files += part.getFilesCount();
      } catch (Refusal refused) {
        assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_OVERLOADED);
        assertThat(bytes + part.getSerializedSize()).isGreaterThan(BUDGET);
      }
      assertThat(budget.taken()).isEqualTo(bytes).isLessThanOrEqualTo(BUDGET);
      assertThat(parts.files()).hasSize(files);
    }
    parts.release();
    parts.release();
    assertThat(budget.taken()).isZero();
    assertThat(parts.files()).isEmpty();
  }
}
