package io.coterie.peer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.grpc.Drainable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Measures the marshaller by the generated code: same bytes out, same fields or refusal in. */
class FrameMarshallerTest {
  private static final int ROUNDS = 20_000;
  private static final int[] EDGES = {0, 1, 127, 128, 16_383, 16_384, 65_536, PieceFrame.MAX_DATA};

  private final FrameBuffers buffers = new FrameBuffers(4L * FrameBuffers.SIZE);
  private final FrameCounts counts = new FrameCounts();
  private final FrameMarshaller marshaller = new FrameMarshaller(buffers, counts);
  private final Random random = new Random(7);

  @AfterEach
  void allBuffersAreGivenBack() {
    assertThat(buffers.lent()).isZero();
  }

  @Test
  void writesWhatTheGeneratedCodeWrites() throws Exception {
    for (int length : EDGES) {
      for (int number : new int[] {0, 1, 300, Integer.MAX_VALUE, -1}) {
        for (boolean notHeld : new boolean[] {false, true}) {
          ReadPiecesResponse message = message(number, -number, notHeld, length);

          assertThat(drained(message)).isEqualTo(message.toByteArray());
          try (InputStream read = marshaller.stream(Frames.of(message, buffers))) {
            assertThat(read.available()).isEqualTo(message.getSerializedSize());
            assertThat(read.read()).isEqualTo(firstByte(message));
            assertThat(read.readAllBytes()).isEqualTo(rest(message));
            assertThat(read.read()).isEqualTo(-1);
          }
        }
      }
    }
  }

  @Test
  void readsWhatTheGeneratedCodeWritesHoweverItIsCut() {
    for (int length : EDGES) {
      ReadPiecesResponse message = message(3, 1 << 20, false, length);
      for (int part : new int[] {1, 7, 4096, 16_375, 1 << 21}) {
        assertThat(parse(message.toByteArray(), true, part)).contains(message);
        assertThat(parse(message.toByteArray(), false, part)).contains(message);
      }
    }
    assertThat(counts.received()).isEqualTo(EDGES.length * 10L);
    assertThat(counts.copiedTwice())
        .as("those with content whose transport had no buffers to show")
        .isEqualTo((EDGES.length - 1) * 5L);
  }

  @Test
  void agreesWithTheGeneratedCodeOnAnyBytes() {
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = random.nextBoolean() ? fields() : damaged(fields());
      Optional<ReadPiecesResponse> expected = generated(bytes);
      Optional<ReadPiecesResponse> actual = parse(bytes, random.nextBoolean(), 0);

      assertThat(actual).as(() -> Arrays.toString(bytes)).isEqualTo(expected);
      accepted += actual.isPresent() ? 1 : 0;
    }
    assertThat(accepted).as("both kinds are tried").isBetween(ROUNDS / 5, ROUNDS * 4 / 5);
  }

  @Test
  void reservesNothingForContentThatDoesNotCome() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeTag(ReadPiecesResponse.DATA_FIELD_NUMBER, FrameReader.LENGTH_DELIMITED);
    out.writeUInt32NoTag(PieceFrame.MAX_DATA + 1);
    out.flush();

    assertThatThrownBy(() -> marshaller.parse(new ByteArrayInputStream(bytes.toByteArray())))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("more content than a frame may have");
  }

  private byte[] drained(ReadPiecesResponse message) throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    try (InputStream stream = marshaller.stream(Frames.of(message, buffers))) {
      assertThat(((Drainable) stream).drainTo(target)).isEqualTo(message.getSerializedSize());
      assertThat(stream.available()).isZero();
    }
    return target.toByteArray();
  }

  /** Parses what is cut into parts of one length, or of any when that is 0. */
  private Optional<ReadPiecesResponse> parse(byte[] bytes, boolean direct, int part) {
    CutStream stream = new CutStream(bytes, direct, () -> part > 0 ? part : 1 + random.nextInt(20));
    try {
      return Optional.of(Frames.message(marshaller.parse(stream)));
    } catch (UncheckedIOException e) {
      assertThat(e).hasCauseInstanceOf(InvalidProtocolBufferException.class);
      return Optional.empty();
    }
  }

  private static Optional<ReadPiecesResponse> generated(byte[] bytes) {
    try {
      ReadPiecesResponse parsed = ReadPiecesResponse.parseFrom(new ByteArrayInputStream(bytes));
      return Optional.of(
          parsed.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance()).build());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Known and unknown fields of right and wrong kinds, in any order and number. */
  private byte[] fields() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    List<Integer> open = new ArrayList<>();
    try {
      for (int field = random.nextInt(8); field > 0; field--) {
        writeField(out, 1 + random.nextInt(6), open);
      }
      for (int i = open.size() - 1; i >= 0; i--) {
        out.writeTag(open.get(i), 4);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void writeField(CodedOutputStream out, int number, List<Integer> open)
      throws IOException {
    switch (random.nextInt(7)) {
      case 0 -> out.writeUInt64(number, random.nextLong() >>> random.nextInt(64));
      case 1 -> out.writeFixed32(number, random.nextInt());
      case 2 -> out.writeFixed64(number, random.nextLong());
      case 3 -> {
        out.writeTag(number, 3);
        open.add(number);
      }
      default -> {
        byte[] content = new byte[random.nextInt(100)];
        random.nextBytes(content);
        out.writeByteArray(number, content);
      }
    }
  }

  private byte[] damaged(byte[] bytes) {
    byte[] copy = Arrays.copyOf(bytes, Math.max(0, bytes.length + random.nextInt(5) - 2));
    for (int i = random.nextInt(3); i > 0 && copy.length > 0; i--) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt();
    }
    return copy;
  }

  private ReadPiecesResponse message(int piece, int offset, boolean notHeld, int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    return ReadPiecesResponse.newBuilder()
        .setPiece(piece)
        .setOffset(offset)
        .setNotHeld(notHeld)
        .setData(ByteString.copyFrom(content))
        .build();
  }

  private static int firstByte(ReadPiecesResponse message) {
    byte[] bytes = message.toByteArray();
    return bytes.length == 0 ? -1 : Byte.toUnsignedInt(bytes[0]);
  }

  private static byte[] rest(ReadPiecesResponse message) {
    byte[] bytes = message.toByteArray();
    return Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
  }
}
