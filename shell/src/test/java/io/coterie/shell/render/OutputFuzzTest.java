package io.coterie.shell.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import io.coterie.peer.v1.Transfer;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.FieldViolation;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.ListFilesResponse;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers with any text in them: shown on lines of their own, with nothing a terminal obeys. */
public final class OutputFuzzTest {
  private static final Pattern ACTS_ON_A_TERMINAL =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Cn}&&[^\n]]");

  @Corpus
  void holds(byte[] input) throws InvalidProtocolBufferException {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) throws InvalidProtocolBufferException {
    FuzzInput fuzz = new FuzzInput(input);
    switch (fuzz.below(3)) {
      case 0 -> transfer(fuzz.rest());
      case 1 -> json(fuzz.rest());
      default -> failure(fuzz);
    }
  }

  private static void transfer(byte[] bytes) throws InvalidProtocolBufferException {
    Transfer transfer;
    try {
      transfer = Transfer.parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      return;
    }
    harmlessLine(TransferText.line(transfer) + "\n");
    jsonReadsAsItself(transfer, Transfer.newBuilder());
  }

  private static void json(byte[] bytes) throws InvalidProtocolBufferException {
    ListFilesResponse files;
    try {
      files = ListFilesResponse.parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      return;
    }
    jsonReadsAsItself(files, ListFilesResponse.newBuilder());
  }

  private static void jsonReadsAsItself(Message message, Message.Builder builder)
      throws InvalidProtocolBufferException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JsonPrinter(stream(out), stream(new ByteArrayOutputStream()))
        .result(message, View.line("unused"));
    String line = out.toString(StandardCharsets.UTF_8);
    harmlessLine(line);
    JsonFormat.parser().merge(line, builder);
    Message known =
        message.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance()).build();
    if (line.indexOf("UNRECOGNIZED") < 0) {
      assertThat(JsonFormat.printer().print(builder.build()))
          .isEqualTo(JsonFormat.printer().print(known));
    }
  }

  private static void failure(FuzzInput fuzz) {
    List<ErrorReason> reasons = List.of(ErrorReason.values());
    ErrorReason reason = reasons.get(fuzz.below(reasons.size()));
    Status.Code code = List.of(Status.Code.values()).get(1 + fuzz.below(16));
    List<FieldViolation> fields =
        fuzz.below(2) == 0
            ? List.of()
            : List.of(new FieldViolation("name", new FuzzInput(fuzz.block()).text()));
    if (reason == ErrorReason.UNRECOGNIZED) {
      return;
    }
    Failure failure = new Failure(code, reason, fuzz.text(), Map.of(), fields, Optional.empty());
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    new TextPrinter(stream(new ByteArrayOutputStream()), stream(err)).problem(Problem.of(failure));
    harmlessLine(err.toString(StandardCharsets.UTF_8));
  }

  private static void harmlessLine(String line) {
    assertThat(line.indexOf('\n')).as("%s", line).isEqualTo(line.length() - 1);
    assertThat(ACTS_ON_A_TERMINAL.matcher(line).find()).as("%s", line).isFalse();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
