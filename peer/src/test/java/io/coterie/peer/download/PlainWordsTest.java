package io.coterie.peer.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlainWordsTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new IOException("No space left on device"),
            "the disk is full: make room for /got/cat and resume"),
        Arguments.of(
            new CompletionException(
                new FileSystemException("/got/cat", null, "No space left on device")),
            "the disk is full: make room for /got/cat and resume"),
        Arguments.of(
            new AccessDeniedException("/got"), "no right to write to /got; grant it and resume"),
        Arguments.of(
            new NoSuchFileException("/got"), "/got is gone; put the folder back and resume"),
        Arguments.of(
            new IOException("Input/output error"), "cannot write /got/cat: Input/output error"),
        Arguments.of(
            new CompletionException(
                new Refusal(ErrorReason.ERROR_REASON_DESTINATION_EXISTS, "it exists; move it")),
            "it exists; move it"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhatIsWrongAndWhatToDo(Throwable thrown, String words) {
    assertThat(PlainWords.failed(thrown, Path.of("/got/cat"))).isEqualTo(words);
  }
}
