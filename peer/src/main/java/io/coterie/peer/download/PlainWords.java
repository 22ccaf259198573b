package io.coterie.peer.download;

import io.coterie.peer.content.HashMismatchException;
import io.coterie.peer.source.SourceInfo;
import io.coterie.peer.store.DiskFullException;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Says what went wrong with a download, and what to do about it. */
final class PlainWords {
  private static final int MAX_USERS = 3;

  private PlainWords() {}

  /** What a tracker's answer means for a download for good; empty when waiting may help. */
  static Optional<String> finalAnswer(Failure failure, RemoteFile file) {
    return switch (failure.reason()) {
      case ERROR_REASON_NOT_MEMBER, ERROR_REASON_GROUP_NOT_FOUND ->
          Optional.of(
              "you are not a member of "
                  + file.group()
                  + " any more; resume when you have been let in again");
      case ERROR_REASON_FILE_NOT_FOUND ->
          Optional.of(
              file.name() + " was removed from " + file.group() + "; resume if it is shared again");
      case ERROR_REASON_ACCOUNT_SUSPENDED ->
          Optional.of("your account is suspended; ask the operator of the tracker");
      default -> Optional.empty();
    };
  }

  /** Another content is shared under the file's name now. */
  static String replaced(RemoteFile file) {
    return file.name()
        + " in "
        + file.group()
        + " is another file now; cancel this download and start a new one";
  }

  /** Why a download has no source: this peer itself does not count. */
  static String nobody(List<SourceInfo> offline) {
    List<String> users = offline.stream().map(SourceInfo::user).distinct().sorted().toList();
    return users.isEmpty()
        ? "nobody else has this file now; goes on by itself when somebody shares it again"
        : "nobody else who has this file is online; goes on by itself when one comes online: "
            + users.stream().limit(MAX_USERS).collect(Collectors.joining(", "))
            + (users.size() > MAX_USERS ? ", ..." : "");
  }

  /** Why the tracker cannot be asked, as a part of a sentence. */
  static String noAnswer(Failure failure) {
    return failure.reason() == ErrorReason.ERROR_REASON_NO_TRACKER
        ? "no tracker answers"
        : "the tracker answers: " + failure.message();
  }

  /** Why a download has failed. */
  static String failed(Throwable thrown, Path destination) {
    Throwable cause = unwrap(thrown);
    if (cause instanceof Refusal refusal) {
      return refusal.message();
    }
    if (cause instanceof IOException io) {
      return notWritten(io, destination);
    }
    if (cause instanceof DownloadFailedException) {
      return String.valueOf(cause.getMessage());
    }
    if (cause instanceof HashMismatchException) {
      return "the size and the hash that the tracker lists do not belong together; ask who shared it"
          + " to share it again";
    }
    return "a fault of this peer, which its log describes: " + cause;
  }

  /** Whether a failure lies outside this program, so that its log needs no trace of it. */
  static boolean isExpected(Throwable cause) {
    return cause instanceof Refusal
        || cause instanceof IOException
        || cause instanceof DownloadFailedException
        || cause instanceof HashMismatchException;
  }

  /** The failure behind the wrappers of futures. */
  static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String notWritten(IOException failure, Path destination) {
    if (failure instanceof DiskFullException full) {
      return "the disk is too full: "
          + full.needed()
          + " bytes are still to come and "
          + full.free()
          + " are free; make room for "
          + destination
          + " and resume";
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("No space left") || message.contains("quota exceeded")) {
      return "the disk is full: make room for " + destination + " and resume";
    }
    if (failure instanceof AccessDeniedException) {
      return "no right to write to " + failure.getMessage() + "; grant it and resume";
    }
    if (failure instanceof NoSuchFileException) {
      return failure.getMessage() + " is gone; put the folder back and resume";
    }
    return "cannot write " + destination + ": " + message;
  }
}
