package io.coterie.tracker.group;

import java.time.Instant;

/**
 * A signed grant.
 *
 * @param token JWS compact form, not to be logged
 * @param expireTime when it runs out, by the tracker's clock
 */
public record Grant(String token, Instant expireTime) {

  @Override
  public String toString() {
    return "Grant[until " + expireTime + "]";
  }
}
