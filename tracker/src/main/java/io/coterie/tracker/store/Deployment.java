package io.coterie.tracker.store;

import com.google.protobuf.ByteString;
import java.time.Instant;

/**
 * What all trackers on one store have in common.
 *
 * @param id names the deployment, 26 characters
 * @param secret 32 random bytes that seal page tokens
 */
public record Deployment(String id, ByteString secret, Instant createTime) {

  @Override
  public String toString() {
    return "Deployment[" + id + "]";
  }
}
