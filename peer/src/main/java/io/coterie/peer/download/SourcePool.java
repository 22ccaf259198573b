package io.coterie.peer.download;

import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.fetch.Grant;
import io.coterie.peer.source.Source;
import io.coterie.peer.source.SourceDirectory;
import io.coterie.peer.source.SourceInfo;
import io.coterie.rpc.error.Failure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The sources of one running download and the grant to use them: asks the tracker again and again,
 * and goes on with what it knows while no tracker answers. Confined to the download's executor.
 */
final class SourcePool {
  private static final long FIRST_REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int FIRST_REFRESHES = 6;
  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long GRANT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Hears what the tracker says. */
  interface Listener {
    /** There may be new sources, or a first grant. */
    void sourcesChanged();

    /** A fresh grant is to be carried to the sources in use. */
    void grantRenewed(Grant grant);

    /** The tracker's answer ends the download. */
    void refused(String detail);
  }

  private final DownloadNetwork network;
  private final RemoteFile file;
  private final FetchResources resources;
  private final Executor serial;
  private final Listener listener;
  private final SourceDirectory directory;

  private @Nullable Grant grant;
  private String lookupTrouble = "";
  private String grantTrouble = "";
  private boolean asked;
  private boolean lookingUp;
  private boolean gettingGrant;
  private boolean doubted;
  private boolean closed;
  private long lastLookup;
  private long refreshNanos = FIRST_REFRESH_NANOS;
  private int refreshes;
  private long lastGrant;

  SourcePool(
      DownloadNetwork network,
      RemoteFile file,
      FetchResources resources,
      Executor serial,
      RandomGenerator random,
      Listener listener) {
    this.network = network;
    this.file = file;
    this.resources = resources;
    this.serial = serial;
    this.listener = listener;
    directory = new SourceDirectory(random);
  }

  /** Asks the tracker for the first time. */
  void start() {
    lookUp();
    getGrant();
  }

  /**
   * Asks the tracker again when it is time: each second at first, for those who began together
   * become sources to each other within seconds, and less and less often then.
   *
   * @param searching whether no source is connected, so that it is asked more often
   */
  void tick(boolean searching) {
    long now = resources.nanoTime();
    if (now - lastLookup >= (searching ? SEARCH_NANOS : refreshNanos)) {
      if (++refreshes >= FIRST_REFRESHES) {
        refreshNanos = Math.min(REFRESH_NANOS, 2 * refreshNanos);
      }
      lookUp();
    }
    if (now - lastGrant >= GRANT_NANOS) {
      getGrant();
    }
  }

  /** The sources known, to be taken and given back. */
  SourceDirectory directory() {
    return directory;
  }

  /** Takes a source that may be asked now, with the grant for it; empty while there is none. */
  Optional<Source> take() {
    return grant == null ? Optional.empty() : directory.take(resources.nanoTime());
  }

  /** The grant in force; empty before the first. */
  Optional<Grant> grant() {
    return Optional.ofNullable(grant);
  }

  /** Gets a grant that is newer than one refused. Completes on the download's executor. */
  CompletableFuture<Grant> renew(Grant refused) {
    return network
        .grants()
        .newerThan(file.group(), refused)
        .whenCompleteAsync(this::gotGrant, serial);
  }

  /** A source does not have the file under its root: whether the group still has it is asked. */
  void doubt() {
    doubted = true;
  }

  /** What keeps the tracker from helping, as a part of a sentence; empty when nothing does. */
  String trouble() {
    return lookupTrouble.isEmpty() ? grantTrouble : lookupTrouble;
  }

  /** Whether the tracker has answered, or could not, since the start. */
  boolean hasAsked() {
    return asked;
  }

  /** Asks no more. */
  void close() {
    closed = true;
  }

  private void lookUp() {
    if (lookingUp || closed) {
      return;
    }
    lookingUp = true;
    lastLookup = resources.nanoTime();
    CompletableFuture<List<SourceInfo>> unused =
        network
            .sources()
            .sources(file.group(), file.name())
            .whenCompleteAsync(this::gotSources, serial);
    if (doubted) {
      doubted = false;
      CompletableFuture<RemoteFile> unusedToo =
          network.files().find(file.group(), file.name()).whenCompleteAsync(this::gotFile, serial);
    }
  }

  private void gotSources(@Nullable List<SourceInfo> listed, @Nullable Throwable thrown) {
    lookingUp = false;
    asked = true;
    if (closed) {
      return;
    }
    lookupTrouble = thrown == null ? "" : trouble(thrown);
    if (listed != null) {
      directory.update(listed, resources.nanoTime());
    }
    listener.sourcesChanged();
  }

  private void gotFile(@Nullable RemoteFile found, @Nullable Throwable thrown) {
    if (!closed && found != null && !found.content().equals(file.content())) {
      listener.refused(PlainWords.replaced(file));
    }
  }

  private void getGrant() {
    if (gettingGrant || closed) {
      return;
    }
    gettingGrant = true;
    lastGrant = resources.nanoTime();
    CompletableFuture<Grant> unused =
        network
            .grants()
            .grant(file.group())
            .whenCompleteAsync(
                (got, thrown) -> {
                  gettingGrant = false;
                  gotGrant(got, thrown);
                },
                serial);
  }

  private void gotGrant(@Nullable Grant latest, @Nullable Throwable thrown) {
    if (closed) {
      return;
    }
    grantTrouble = thrown == null ? "" : trouble(thrown);
    if (latest == null || latest.equals(grant)) {
      return;
    }
    boolean first = grant == null;
    grant = latest;
    if (first) {
      listener.sourcesChanged();
    } else {
      listener.grantRenewed(latest);
    }
  }

  private String trouble(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    Optional<String> end = PlainWords.finalAnswer(failure, file);
    end.ifPresent(listener::refused);
    return end.orElseGet(() -> PlainWords.noAnswer(failure));
  }
}
