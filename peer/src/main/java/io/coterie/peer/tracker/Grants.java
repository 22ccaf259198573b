package io.coterie.peer.tracker;

import io.coterie.peer.fetch.Grant;
import io.coterie.peer.fetch.GrantSource;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.IssueGrantRequest;
import io.coterie.tracker.v1.IssueGrantResponse;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The user's grants. One is renewed when it is asked for after {@link #RENEW_AT} of its life, while
 * the old one stays in use; one request at a time for each group. Thread-safe.
 */
public final class Grants implements GrantSource {
  /** The part of a grant's life after which it is renewed. */
  static final double RENEW_AT = 0.6;

  private record Held(Grant grant, Instant renewTime) {}

  private static final class Slot {
    @Nullable Held held;
    @Nullable CompletableFuture<Grant> pending;
  }

  private final Channel tracker;
  private final InstantSource clock;
  private final Map<String, Slot> slots = new HashMap<>();

  /**
   * Asks through {@code tracker}, which sends the session.
   *
   * @param clock the tracker's time
   */
  Grants(Channel tracker, InstantSource clock) {
    this.tracker = tracker;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Grant> grant(String group) {
    Slot slot;
    CompletableFuture<Grant> fresh;
    synchronized (this) {
      slot = slots.computeIfAbsent(group, name -> new Slot());
      Instant now = clock.instant();
      Held held = slot.held;
      if (held != null && now.isBefore(held.renewTime())) {
        return CompletableFuture.completedFuture(held.grant());
      }
      fresh = request(slot, group);
      if (held != null && now.isBefore(held.grant().expireTime())) {
        return CompletableFuture.completedFuture(held.grant());
      }
    }
    return fresh.copy();
  }

  @Override
  public CompletableFuture<Grant> newerThan(String group, Grant refused) {
    synchronized (this) {
      Slot slot = slots.computeIfAbsent(group, name -> new Slot());
      Held held = slot.held;
      if (held != null
          && !held.grant().token().equals(refused.token())
          && clock.instant().isBefore(held.grant().expireTime())) {
        return CompletableFuture.completedFuture(held.grant());
      }
      slot.held = null;
      return request(slot, group).copy();
    }
  }

  /** The pending request, or a new one. Called with the lock held. */
  private CompletableFuture<Grant> request(Slot slot, String group) {
    if (slot.pending != null) {
      return slot.pending;
    }
    CompletableFuture<Grant> pending = new CompletableFuture<>();
    slot.pending = pending;
    Instant asked = clock.instant();
    CompletableFuture<?> unused =
        TrackerCalls.call(
                tracker,
                GroupServiceGrpc.getIssueGrantMethod(),
                IssueGrantRequest.newBuilder().setGroup(group).build())
            .whenComplete(
                (answer, failure) -> answered(group, slot, pending, asked, answer, failure));
    return pending;
  }

  private void answered(
      String group,
      Slot slot,
      CompletableFuture<Grant> pending,
      Instant asked,
      @Nullable IssueGrantResponse answer,
      @Nullable Throwable failure) {
    if (answer == null) {
      synchronized (this) {
        slot.pending = null;
        if (slot.held == null) {
          slots.remove(group, slot);
        }
      }
      pending.completeExceptionally(
          failure == null ? new IllegalStateException("the call ended without answer") : failure);
      return;
    }
    Instant expiry = Times.instant(answer.getExpireTime());
    Grant grant = new Grant(answer.getGrant(), answer.getGroupId(), expiry);
    long life = Math.max(0, Duration.between(asked, expiry).toMillis());
    synchronized (this) {
      slot.pending = null;
      slot.held = new Held(grant, asked.plusMillis((long) (life * RENEW_AT)));
    }
    pending.complete(grant);
  }

  /** Forgets the grant of a group of which the user is no member any more. */
  synchronized void forget(String group) {
    Slot slot = slots.remove(group);
    if (slot != null) {
      slot.held = null;
    }
  }
}
