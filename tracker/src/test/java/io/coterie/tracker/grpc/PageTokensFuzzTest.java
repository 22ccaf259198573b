package io.coterie.tracker.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.store.Deployment;
import io.coterie.tracker.v1.ListFilesRequest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Page tokens, made up and spoilt: only what was sealed for a request and caller is read. */
public final class PageTokensFuzzTest {
  private static final PageTokens TOKENS =
      new PageTokens(new Deployment("d", ByteString.copyFrom(new byte[32]), Instant.EPOCH));
  private static final ListFilesRequest REQUEST =
      ListFilesRequest.newBuilder().setGroup("photos").build();

  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzInput fuzz = new FuzzInput(input);
    int spoilt = fuzz.below(64);
    int bit = fuzz.below(8);
    String text = fuzz.text();
    assertRefused(REQUEST, "alice", text);

    String[] place = text.split("\0", -1);
    String token = TOKENS.create(REQUEST, "alice", place);
    assertThat(TOKENS.read(with(token), "alice", place.length)).hasValue(List.of(place));
    assertThat(TOKENS.read(with(token).toBuilder().setPageSize(7).build(), "alice", place.length))
        .as("the size may change from page to page")
        .isPresent();
    assertRefused(REQUEST, "bob", token);
    assertRefused(REQUEST.toBuilder().setGroup("other").build(), "alice", token);
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    bytes[spoilt % bytes.length] ^= (byte) (1 << bit);
    assertRefused(REQUEST, "alice", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static ListFilesRequest with(String token) {
    return REQUEST.toBuilder().setPageToken(token).build();
  }

  private static void assertRefused(ListFilesRequest request, String caller, String token) {
    if (token.isEmpty()) {
      return;
    }
    ListFilesRequest forged = request.toBuilder().setPageToken(token).build();
    for (int parts = 1; parts < 3; parts++) {
      try {
        assertThat(TOKENS.read(forged, caller, parts)).as("nobody has sealed this").isEmpty();
      } catch (Refusal refused) {
        assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID);
        continue;
      }
      throw new AssertionError("a forged token was read");
    }
  }
}
