package io.coterie.peer.control;

import io.coterie.peer.content.FileHasher;
import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.store.PeerHome;
import io.coterie.peer.tracker.TrackerClient;
import io.coterie.peer.trust.Revocations;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What of a peer outlives its users' logins.
 *
 * @param home the peer's folder
 * @param trackers opens sessions
 * @param tls what connections show and trust
 * @param catalog what is served
 * @param presence what the peer says about itself
 * @param revocations which grants are void
 * @param hasher hashes files
 * @param fetch threads and limits of downloads
 * @param events tells watchers
 * @param timer runs short tasks that wait for nothing
 * @param background runs what may take its time or use the disk; several threads
 */
public record PeerParts(
    PeerHome home,
    TrackerClient trackers,
    PeerTls tls,
    Catalog catalog,
    Presence presence,
    Revocations revocations,
    FileHasher hasher,
    FetchResources fetch,
    Events events,
    ScheduledExecutorService timer,
    ScheduledExecutorService background) {}
