package io.coterie.peer.download;

import io.coterie.peer.content.FileHasher;
import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.store.UserStore;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What the downloads of a logged-in user work with.
 *
 * @param network what they reach
 * @param resources threads, time and limits, shared by the process
 * @param store the user's shares and downloads on disk
 * @param catalog where what has come is offered to others
 * @param hasher reads a file that stands at the destination already
 * @param clock the time of day
 * @param seeds seeds the random choices of each download; thread-safe
 */
public record DownloadEnvironment(
    DownloadNetwork network,
    FetchResources resources,
    UserStore store,
    Catalog catalog,
    FileHasher hasher,
    InstantSource clock,
    LongSupplier seeds) {}
