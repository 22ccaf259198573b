package io.coterie.peer.source;

import io.coterie.rpc.tls.PeerId;
import java.util.List;

/**
 * A peer that the tracker names as a holder of a file, wholly or in part. Immutable.
 *
 * @param user the user logged in there
 * @param peerId the id that the peer proves by its certificate
 * @param endpoints where it can be reached ("host:port"), in the order in which to try; empty while
 *     offline
 * @param online whether it is attached to a tracker now
 */
public record SourceInfo(String user, PeerId peerId, List<String> endpoints, boolean online) {
  public SourceInfo {
    endpoints = List.copyOf(endpoints);
  }
}
