package io.coterie.peer.fetch;

import java.time.Instant;

/**
 * The tracker's word that this peer may have the files of a group. Immutable.
 *
 * @param token what is sent to other peers, never logged
 * @param groupId the group, as the grant names it
 * @param expireTime when it runs out, by the tracker's clock
 */
public record Grant(String token, String groupId, Instant expireTime) {
  @Override
  public String toString() {
    return "Grant[groupId=" + groupId + ", expireTime=" + expireTime + "]";
  }
}
