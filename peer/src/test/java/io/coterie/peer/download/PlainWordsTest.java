package io.coterie.peer.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.source.SourceInfo;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.PeerId;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  @Test
  void namesWhoHasTheFileAndIsAway() {
    List<SourceInfo> away =
        Stream.of("bob", "dave", "bob", "erin", "carol")
            .map(user -> new SourceInfo(user, new PeerId("a".repeat(52)), List.of(), false))
            .toList();
    assertThat(PlainWords.nobody(away.subList(0, 3)))
        .isEqualTo(
            "nobody else who has this file is online; goes on by itself when one comes online:"
                + " bob, dave");
    assertThat(PlainWords.nobody(away)).endsWith(": bob, carol, dave, ...");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhatIsWrongAndWhatToDo(Throwable thrown, String words) {
    assertThat(PlainWords.failed(thrown, Path.of("/got/cat"))).isEqualTo(words);
  }
}
