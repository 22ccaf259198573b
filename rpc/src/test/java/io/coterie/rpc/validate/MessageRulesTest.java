package io.coterie.rpc.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.coterie.peer.v1.ReadPiecesRequest;
import io.coterie.peer.v1.SetLimitsRequest;
import io.coterie.peer.v1.WatchPiecesRequest;
import io.coterie.rpc.error.FieldViolation;
import io.coterie.tracker.v1.Announcement;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.Hello;
import io.coterie.tracker.v1.ListSessionsRequest;
import io.coterie.tracker.v1.ShareFileRequest;
import io.coterie.tracker.v1.SharedFile;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageRulesTest {

  private static final ByteString ROOT = ByteString.copyFrom(new byte[32]);

  private static final CreateUserRequest GOOD =
      CreateUserRequest.newBuilder()
          .setRequestId("request-1")
          .setUser("alice")
          .setPassword("correct horse")
          .build();

  @Test
  void aRequestWithinItsLimitsPasses() {
    assertThat(violations(GOOD)).isEmpty();
    assertThat(violations(ListSessionsRequest.getDefaultInstance())).isEmpty();
  }

  @Test
  void eachMissingFieldIsNamed() {
    assertThat(violations(CreateUserRequest.getDefaultInstance()))
        .containsExactly("request_id is required", "user is required", "password is required");
  }

  @Test
  void lengthsCountBytesOfUtf8() {
    assertThat(violations(GOOD.toBuilder().setUser("é".repeat(32)).build())).isEmpty();
    assertThat(violations(GOOD.toBuilder().setUser("é".repeat(33)).build()))
        .containsExactly("user must have at most 64 bytes, not 66");
    assertThat(violations(GOOD.toBuilder().setPassword("short").build()))
        .containsExactly("password must have at least 8 bytes, not 5");
    assertThat(violations(share().setRoot(ROOT.substring(1)).build()))
        .containsExactly("root must have exactly 32 bytes, not 31");
  }

  @Test
  void rangesAreJudgedUnsigned() {
    assertThat(violations(share().setSize(1L << 50).build())).isEmpty();
    assertThat(violations(share().setSize((1L << 50) + 1).build()))
        .containsExactly("size must be at most 1125899906842624");
    assertThat(violations(share().setSize(-1).build()))
        .containsExactly("size must be at most 1125899906842624");
    assertThat(violations(share().setPieceSize(1).build()))
        .containsExactly("piece_size must be at least 1048576");
    assertThat(violations(ListSessionsRequest.newBuilder().setPageSize(-1).build()))
        .containsExactly("page_size must be at most 1000");
  }

  @Test
  void anOptionalNumberMayBeZeroOrAbsent() {
    assertThat(violations(SetLimitsRequest.newBuilder().setDown(0).build())).isEmpty();
    assertThat(violations(SetLimitsRequest.newBuilder().setUp(1L << 41).build())).hasSize(1);
  }

  @Test
  void tokensAndNamesHaveTheirCharacters() {
    assertThat(violations(GOOD.toBuilder().setRequestId("request 1").build()))
        .singleElement()
        .asString()
        .startsWith("request_id has characters other than");
    assertThat(violations(GOOD.toBuilder().setUser("a\u202Eb").build()))
        .singleElement()
        .asString()
        .startsWith("user has control, format")
        .doesNotContain("\u202E");
    assertThat(violations(share().setName("../x").build()))
        .containsExactly("name has a \"/\" or a \"\\\"");
  }

  @Test
  void nestedAndRepeatedFieldsAreNamedByTheirPath() {
    AttachRequest hello =
        AttachRequest.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .addEndpoints(Endpoint.newBuilder().setPort(7500))
                    .addEndpoints(Endpoint.newBuilder().setPort(70_000)))
            .build();
    assertThat(violations(hello)).containsExactly("hello.endpoints[1].port must be at most 65535");
    assertThat(violations(WatchPiecesRequest.getDefaultInstance()))
        .containsExactly("content is required");
    assertThat(violations(ReadPiecesRequest.newBuilder().build())).isEmpty();
  }

  @Test
  void aListThatIsTooLongIsNotWalked() {
    AttachRequest announcement =
        AttachRequest.newBuilder()
            .setAnnouncement(
                Announcement.newBuilder()
                    .addAllFiles(Collections.nCopies(1001, SharedFile.getDefaultInstance())))
            .build();
    assertThat(violations(announcement))
        .containsExactly("announcement.files must have at most 1000 items, not 1001");
  }

  @Test
  void theReportIsBounded() {
    AttachRequest announcement =
        AttachRequest.newBuilder()
            .setAnnouncement(
                Announcement.newBuilder()
                    .addAllFiles(Collections.nCopies(1000, SharedFile.getDefaultInstance())))
            .build();
    assertThat(violations(announcement)).hasSizeBetween(10, 12);
  }

  private static ShareFileRequest.Builder share() {
    return ShareFileRequest.newBuilder()
        .setRequestId("request-1")
        .setGroup("photos")
        .setName("beach.jpg")
        .setSize(5)
        .setPieceSize(1 << 20)
        .setRoot(ROOT);
  }

  private static List<String> violations(Message message) {
    return MessageRules.violations(message).stream().map(FieldViolation::toString).toList();
  }
}
