package io.coterie.peer.download;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A download at one moment. Immutable.
 *
 * @param id names the download on this peer
 * @param group the group's name
 * @param name the file's name in the group
 * @param destination the final path, absolute
 * @param state its state
 * @param size in bytes
 * @param verifiedBytes bytes verified and on disk
 * @param rate bytes verified a second, smoothed; 0 unless running
 * @param limit of this download alone, in bytes a second; 0 for none
 * @param eta the time left at that rate; empty when unknown
 * @param sources how many sources are connected
 * @param detail why it failed or what it waits for, in plain words; empty when there is nothing to
 *     say
 * @param createTime when it was queued
 */
public record TransferSnapshot(
    String id,
    String group,
    String name,
    Path destination,
    TransferState state,
    long size,
    long verifiedBytes,
    long rate,
    long limit,
    Optional<Duration> eta,
    int sources,
    String detail,
    Instant createTime) {
  TransferSnapshot withLimit(long now) {
    return now == limit ? this : with(now, detail);
  }

  TransferSnapshot withDetail(String now) {
    return with(limit, now);
  }

  private TransferSnapshot with(long newLimit, String newDetail) {
    return new TransferSnapshot(
        id,
        group,
        name,
        destination,
        state,
        size,
        verifiedBytes,
        rate,
        newLimit,
        eta,
        sources,
        newDetail,
        createTime);
  }
}
