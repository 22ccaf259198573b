package io.coterie.tracker.trust;

import java.time.Instant;

/**
 * A signed statement that a user is a member of a group, bound to one key.
 *
 * @param token the JWS in compact form; never logged
 * @param expireTime when it runs out, by the tracker's clock
 */
public record Grant(String token, Instant expireTime) {

  @Override
  public String toString() {
    return "Grant[expireTime=" + expireTime + "]";
  }
}
