package io.coterie.peer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Any bytes, cut anywhere: the marshaller makes of them what protobuf's own parser makes. */
public final class FrameMarshallerFuzzTest {
  private static final FrameBuffers BUFFERS = new FrameBuffers(2L * FrameBuffers.SIZE);
  private static final FrameMarshaller MARSHALLER = new FrameMarshaller(BUFFERS, new FrameCounts());

  @Corpus
  void holds(byte[] input) throws IOException {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    FuzzInput fuzz = new FuzzInput(input);
    boolean direct = fuzz.below(2) == 0;
    FuzzInput cuts = new FuzzInput(fuzz.bytes(fuzz.below(16)));
    byte[] bytes = fuzz.rest();
    CutStream stream = new CutStream(bytes, direct, () -> 1 + cuts.below(64));

    Optional<ReadPiecesResponse> read;
    try {
      read = Optional.of(Frames.message(MARSHALLER.parse(stream)));
    } catch (UncheckedIOException refused) {
      assertThat(refused).hasCauseInstanceOf(InvalidProtocolBufferException.class);
      if (String.valueOf(refused.getMessage()).contains("more than ten bytes")) {
        // The generated code cuts such a number short when it reads a bool, and goes on.
        assertThat(BUFFERS.lent()).isZero();
        return;
      }
      read = Optional.empty();
    }
    assertThat(read).isEqualTo(generated(bytes));
    assertThat(BUFFERS.lent()).as("all buffers are given back").isZero();
    if (read.isPresent()) {
      try (InputStream written = MARSHALLER.stream(Frames.of(read.get(), BUFFERS))) {
        assertThat(written.readAllBytes()).isEqualTo(read.get().toByteArray());
      }
      assertThat(BUFFERS.lent()).as("all buffers are given back").isZero();
    }
  }

  private static Optional<ReadPiecesResponse> generated(byte[] bytes) {
    try {
      return Optional.of(
          ReadPiecesResponse.parseFrom(bytes).toBuilder()
              .setUnknownFields(UnknownFieldSet.getDefaultInstance())
              .build());
    } catch (InvalidProtocolBufferException malformed) {
      return Optional.empty();
    }
  }
}
