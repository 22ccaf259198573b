package io.coterie.peer.download;

import io.coterie.peer.fetch.Grant;
import io.coterie.peer.fetch.GrantSource;
import io.coterie.peer.source.SourceInfo;
import io.coterie.peer.source.SourceLookup;
import io.coterie.rpc.error.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a tracker says of one group, as a test wants it. Thread-safe. */
final class FakeGroup implements FileDirectory, SourceLookup, GrantSource {
  private final String groupId;

  // Guarded by this.
  private final Map<String, RemoteFile> files = new LinkedHashMap<>();
  private final List<ScriptedSource> sources = new ArrayList<>();
  private final List<String> shared = new ArrayList<>();
  private final List<String> withdrawn = new ArrayList<>();
  private @Nullable Refusal refusal;
  private int grantNumber = 1;

  FakeGroup(String groupId) {
    this.groupId = groupId;
  }

  synchronized void list(RemoteFile file) {
    files.put(file.name(), file);
  }

  synchronized void add(ScriptedSource source) {
    sources.add(source);
  }

  synchronized void remove(ScriptedSource source) {
    sources.remove(source);
  }

  /** Everything is refused from now on; nothing when null. */
  synchronized void refuse(@Nullable Refusal with) {
    refusal = with;
  }

  /** Grants given out from now on are new ones. */
  synchronized void renewGrants() {
    grantNumber++;
  }

  /** The grant in force. */
  synchronized String currentGrant() {
    return "grant-" + grantNumber;
  }

  synchronized List<String> shared() {
    return List.copyOf(shared);
  }

  synchronized List<String> withdrawn() {
    return List.copyOf(withdrawn);
  }

  @Override
  public CompletableFuture<RemoteFile> find(String group, String name) {
    return answer(() -> files.get(name));
  }

  @Override
  public CompletableFuture<Void> share(RemoteFile file) {
    return answer(
        () -> {
          shared.add(file.name());
          return null;
        });
  }

  @Override
  public CompletableFuture<Void> withdraw(String group, String name) {
    return answer(
        () -> {
          withdrawn.add(name);
          return null;
        });
  }

  @Override
  public CompletableFuture<List<SourceInfo>> sources(String group, String name) {
    return answer(() -> sources.stream().map(ScriptedSource::info).toList());
  }

  @Override
  public CompletableFuture<Grant> grant(String group) {
    return answer(this::issue);
  }

  @Override
  public CompletableFuture<Grant> newerThan(String group, Grant refused) {
    return answer(
        () -> {
          if (refused.token().equals(currentGrant())) {
            renewGrants();
          }
          return issue();
        });
  }

  private Grant issue() {
    return new Grant(currentGrant(), groupId, Instant.EPOCH.plusSeconds(300));
  }

  private interface Answer<T> {
    @Nullable T get();
  }

  private synchronized <T> CompletableFuture<T> answer(Answer<T> answer) {
    return refusal == null
        ? CompletableFuture.completedFuture(answer.get())
        : CompletableFuture.failedFuture(refusal);
  }
}
