package io.coterie.peer.download;

import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.fetch.Grant;
import io.coterie.peer.fetch.PieceHashesClient;
import io.coterie.peer.source.PeerConnection;
import io.coterie.peer.source.PeerConnections;
import io.coterie.peer.source.Source;
import io.coterie.rpc.error.Failure;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gets the piece hashes from one source after the other until some belong to the root. Confined to
 * the download's executor.
 */
final class HashesFetch {
  private final RemoteFile file;
  private final SourcePool pool;
  private final PeerConnections peers;
  private final FetchResources resources;
  private final Executor serial;
  private final RandomGenerator random;
  private final Runnable changed;
  private final CompletableFuture<PieceHashes> result = new CompletableFuture<>();
  private @Nullable CompletableFuture<PieceHashes> attempt;

  HashesFetch(
      RemoteFile file,
      SourcePool pool,
      PeerConnections peers,
      FetchResources resources,
      Executor serial,
      RandomGenerator random,
      Runnable changed) {
    this.file = file;
    this.pool = pool;
    this.peers = peers;
    this.resources = resources;
    this.serial = serial;
    this.random = random;
    this.changed = changed;
  }

  /** Completes on the download's executor with hashes that belong to the root. */
  CompletableFuture<PieceHashes> result() {
    return result;
  }

  /** Asks a source, if there is one to be asked and none is being asked. */
  void proceed() {
    if (attempt != null || result.isDone()) {
      return;
    }
    Optional<Grant> grant = pool.grant();
    if (grant.isPresent()) {
      pool.take().ifPresent(source -> ask(source, grant.get()));
    }
  }

  /** Asks no more. The result fails with a {@link CancellationException}. */
  void close() {
    result.cancel(false);
    if (attempt != null) {
      attempt.cancel(false);
    }
  }

  private void ask(Source source, Grant grant) {
    PeerConnection connection;
    try {
      connection = peers.open(source.peerId(), source.endpoint());
    } catch (IllegalArgumentException e) {
      source.banned("has an address that cannot be dialled");
      pool.directory().giveBack(source);
      return;
    }
    CompletableFuture<PieceHashes> asked =
        PieceHashesClient.get(
            connection.control(),
            file.content(),
            PieceLayout.of(file.size()),
            grant,
            resources.workers());
    attempt = asked;
    CompletableFuture<PieceHashes> unused =
        asked.whenCompleteAsync(
            (hashes, thrown) -> {
              attempt = null;
              connection.close();
              pool.directory().giveBack(source);
              if (hashes != null) {
                result.complete(hashes);
              } else if (thrown != null && !result.isDone()) {
                failed(source, grant, thrown);
              }
            },
            serial);
  }

  private void failed(Source source, Grant grant, Throwable thrown) {
    Blame.forHashes(thrown, source, resources.nanoTime(), random);
    switch (Failure.of(thrown).reason()) {
      case ERROR_REASON_GRANT_EXPIRED, ERROR_REASON_GRANT_REVOKED -> {
        CompletableFuture<Grant> unused = pool.renew(grant);
      }
      case ERROR_REASON_CONTENT_NOT_SERVED -> pool.doubt();
      default -> {}
    }
    proceed();
    changed.run();
  }
}
