package io.coterie.e2e.attack;

import static io.coterie.e2e.attack.Refused.assertRefused;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.coterie.e2e.House;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.Limits;
import io.coterie.rpc.v1.Options;
import io.coterie.rpc.v1.TextKind;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to the tracker whose content is the attack. */
class TrackerInputIT {

  private static final List<String> NEVER_A_NAME =
      List.of(
          "",
          ".",
          "..",
          " ",
          " a",
          "a ",
          "a\0b",
          "a\nb",
          "a\rb",
          "\u001b[2Ja",
          "a\u0085b",
          "a\u2028b",
          "a\u202egpj.exe",
          "a\u2066b",
          "a\u200bb",
          "a\u0378b",
          "a\ufeffb",
          "x".repeat(256),
          "x".repeat(3_000_000));

  private static final List<String> NEVER_A_FILE_NAME =
      List.of("../a", "/etc/passwd", "a/b", "..\\a", "C:\\a", "a\\");

  @TempDir private static Path root;
  private static House house;
  private static Wire wire;
  private static Channel tracker;
  private static Account alice;

  @BeforeAll
  static void start() {
    house = House.start(root, 1);
    wire = new Wire(house);
    tracker = wire.tracker(1);
    alice = Account.register(tracker, "alice");
    alice.creates("g");
  }

  @AfterAll
  static void close() {
    wire.close();
    house.close();
    ChunkPort.assertNoErrors(house);
  }

  @Test
  void namesThatAreNoneAreRefusedByEveryMethod() {
    int tried = 0;
    for (AnyCall call : calls()) {
      for (FieldDescriptor field : call.request().getDescriptorForType().getFields()) {
        TextKind kind = field.getOptions().getExtension(Options.limits).getText();
        if (kind == TextKind.TEXT_KIND_NAME || kind == TextKind.TEXT_KIND_FILE_NAME) {
          NEVER_A_NAME.forEach(name -> refused(call, field, name));
          tried++;
        }
        if (kind == TextKind.TEXT_KIND_FILE_NAME) {
          NEVER_A_FILE_NAME.forEach(name -> refused(call, field, name));
        }
      }
    }
    assertThat(tried).isGreaterThan(20);
  }

  @Test
  void fieldsBeyondTheirLimitsAreRefusedByEveryMethod() {
    for (AnyCall call : calls()) {
      for (FieldDescriptor field : call.request().getDescriptorForType().getFields()) {
        Limits limits = field.getOptions().getExtension(Options.limits);
        if (limits.getMaxBytes() > 0 && field.getJavaType() == FieldDescriptor.JavaType.STRING) {
          refused(call, field, "x".repeat(limits.getMaxBytes() + 1));
        } else if (limits.getMaxBytes() > 0) {
          refused(call, field, ByteString.copyFrom(new byte[limits.getMaxBytes() + 1]));
        }
      }
    }
  }

  @Test
  void aMessageTooLargeForTheTransport() {
    Failure failure =
        Failure.of(
            catchThrowable(
                () ->
                    alice
                        .groups()
                        .createGroup(
                            CreateGroupRequest.newBuilder()
                                .setRequestId(Account.id())
                                .setGroup("x".repeat(10_000_000))
                                .build())));
    assertThat(failure.code()).as(failure.message()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  private static void refused(AnyCall call, FieldDescriptor field, Object value) {
    Failure failure =
        assertRefused(
            INVALID_ARGUMENT,
            "FIELD_INVALID",
            () -> call.with(field, value).by(tracker, alice.credentials()));
    assertThat(failure.fields())
        .as(call.name())
        .anyMatch(violation -> violation.field().equals(field.getName()));
    assertThat(failure.message().chars().filter(Character::isISOControl)).isEmpty();
  }

  private static List<AnyCall> calls() {
    return AnyCall.all(
        Map.of(
            "request_id", Account.id(),
            "group", "g",
            "user", "alice",
            "name", "a.bin",
            "password", Account.PASSWORD),
        AccountServiceGrpc.getServiceDescriptor(),
        SessionServiceGrpc.getServiceDescriptor(),
        GroupServiceGrpc.getServiceDescriptor(),
        FileServiceGrpc.getServiceDescriptor());
  }
}
