package io.coterie.peer.control;

import io.coterie.peer.content.ContentChangedException;
import io.coterie.peer.content.FileHasher;
import io.coterie.peer.content.HashJob;
import io.coterie.peer.content.HashedFile;
import io.coterie.peer.content.NotRegularFileException;
import io.coterie.peer.serve.Uploads;
import io.coterie.peer.store.SharedFile;
import io.coterie.peer.v1.ShareFileResponse;
import io.coterie.rpc.error.Refusal;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call of ShareFile: hashes, tells of progress ten times a second, publishes, tells the share.
 * Holds no thread meanwhile.
 */
final class ShareFileCall {
  private static final long PROGRESS_MILLIS = 100;

  private final UserSession session;
  private final String group;
  private final Path path;
  private final Uploads uploads;
  private final ServerCallStreamObserver<ShareFileResponse> responses;
  private boolean over;

  ShareFileCall(
      UserSession session,
      String group,
      Path path,
      Uploads uploads,
      ServerCallStreamObserver<ShareFileResponse> responses) {
    this.session = session;
    this.group = group;
    this.path = path;
    this.uploads = uploads;
    this.responses = responses;
  }

  /**
   * Goes on by itself until the call is over. Waits for the tracker to confirm the membership, so
   * that nobody hashes a large file in vain.
   *
   * @throws Refusal what the tracker says, or LOCAL_FILE_UNUSABLE
   */
  void start(FileHasher hasher, ScheduledExecutorService scheduler) {
    Waiting.on(session.tracker().grants().grant(group));
    HashJob job = begin(hasher);
    responses.setOnCancelHandler(job::cancel);
    Future<?> progress =
        scheduler.scheduleAtFixedRate(
            () -> tell(job), PROGRESS_MILLIS, PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
    CompletableFuture<?> unused =
        job.result()
            .thenCompose(this::publish)
            .whenCompleteAsync(
                (share, failure) -> {
                  progress.cancel(false);
                  finish(share, failure);
                },
                scheduler);
  }

  private HashJob begin(FileHasher hasher) {
    try {
      return hasher.start(path);
    } catch (IOException e) {
      throw Shares.unusable(path, reason(e));
    }
  }

  private static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (failure instanceof NotRegularFileException) {
      return "it is not a regular file";
    }
    if (failure instanceof AccessDeniedException) {
      return "it may not be read";
    }
    if (failure instanceof ContentChangedException) {
      return "it was changed while it was read; try again when nothing writes to it";
    }
    return String.valueOf(failure.getMessage());
  }

  private CompletableFuture<SharedFile> publish(HashedFile file) {
    if (responses.isCancelled()) {
      throw new CancellationException("sharing was cancelled");
    }
    return session.shares().publish(group, file);
  }

  private synchronized void tell(HashJob job) {
    if (!over && !responses.isCancelled() && responses.isReady()) {
      responses.onNext(
          ShareFileResponse.newBuilder()
              .setHashedBytes(job.hashedBytes())
              .setSize(job.size())
              .build());
    }
  }

  private synchronized void finish(@Nullable SharedFile share, @Nullable Throwable failure) {
    over = true;
    if (responses.isCancelled()) {
      return;
    }
    if (share == null) {
      responses.onError(plain(failure));
      return;
    }
    long size = share.layout().size();
    responses.onNext(
        ShareFileResponse.newBuilder()
            .setHashedBytes(size)
            .setSize(size)
            .setShare(ControlMessages.share(share, uploads))
            .build());
    responses.onCompleted();
  }

  private Throwable plain(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof IOException unreadable) {
      return Shares.unusable(path, reason(unreadable));
    }
    return cause == null ? new IllegalStateException("hashing ended without a result") : cause;
  }
}
