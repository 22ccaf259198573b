package io.coterie.peer.download;

import io.coterie.peer.fetch.GrantSource;
import io.coterie.peer.source.PeerConnections;
import io.coterie.peer.source.SourceLookup;

/**
 * What downloads reach over the network, for one logged-in user.
 *
 * @param files the tracker's files
 * @param sources the tracker's word on who holds what
 * @param grants the user's grants
 * @param peers connections to other peers
 */
public record DownloadNetwork(
    FileDirectory files, SourceLookup sources, GrantSource grants, PeerConnections peers) {}
