package io.coterie.bench;

import com.google.protobuf.ByteString;
import io.coterie.peer.v1.ChunkServiceGrpc;
import io.coterie.peer.v1.ReadPiecesResponse;
import io.coterie.peer.wire.FrameBuffer;
import io.coterie.peer.wire.FrameBuffers;
import io.coterie.peer.wire.FrameCounts;
import io.coterie.peer.wire.FrameMarshaller;
import io.coterie.peer.wire.PieceFrame;
import io.grpc.Drainable;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Frames of 1 MiB a second, from a direct buffer to the transport and from the transport's buffers
 * into a direct buffer: by our marshaller, and by the generated code.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MarshallerBenchmark {
  private final FrameMarshaller ours =
      new FrameMarshaller(new FrameBuffers(4L * FrameBuffers.SIZE), new FrameCounts());
  private final Marshaller<ReadPiecesResponse> generated =
      ChunkServiceGrpc.getReadPiecesMethod().getResponseMarshaller();
  private final ByteBuffer content = ByteBuffer.allocateDirect(PieceFrame.MAX_DATA);
  private final ByteBuffer received = ByteBuffer.allocateDirect(PieceFrame.MAX_DATA);
  private final OutputStream transport = new CopyingStream();
  private TransportStream message = new TransportStream(new byte[0]);

  /** Fills the frame with random bytes. */
  @Setup
  public void fill() {
    byte[] bytes = new byte[PieceFrame.MAX_DATA];
    new Random(1).nextBytes(bytes);
    content.put(bytes).flip();
    message = new TransportStream(response().toByteArray());
  }

  /** Ours: the buffer is lent, filled as from a file, and drained. */
  @Benchmark
  public int sendOurs() throws IOException {
    FrameBuffer buffer = ours.lend(PieceFrame.MAX_DATA);
    buffer.bytes().put(content.duplicate()).flip();
    return drain(ours.stream(new PieceFrame(7, 1 << 20, false, buffer)));
  }

  /** The generated code: the content becomes a string of bytes, the message is drained. */
  @Benchmark
  public int sendGenerated() throws IOException {
    return drain(generated.stream(response()));
  }

  /** Ours: straight into a lent buffer. */
  @Benchmark
  public int receiveOurs() {
    message.rewind();
    try (PieceFrame frame = ours.parse(message)) {
      return frame.data().remaining();
    }
  }

  /** The generated code, and then into the buffer that is hashed and written. */
  @Benchmark
  public int receiveGenerated() {
    message.rewind();
    ByteString data = generated.parse(message).getData();
    received.clear();
    data.copyTo(received);
    return received.position();
  }

  private ReadPiecesResponse response() {
    return ReadPiecesResponse.newBuilder()
        .setPiece(7)
        .setOffset(1 << 20)
        .setData(ByteString.copyFrom(content.duplicate()))
        .build();
  }

  private int drain(InputStream stream) throws IOException {
    try (stream) {
      return ((Drainable) stream).drainTo(transport);
    }
  }
}
