package io.coterie.tracker.store;

import java.util.List;

/**
 * Which keys the trackers of a deployment use, by name.
 *
 * @param authorities SHA-256 fingerprints of the authorities that peers are to trust, hexadecimal;
 *     the one in use first
 * @param grantKeys ids of the grant keys in force; the one that signs first
 */
public record DeploymentKeys(List<String> authorities, List<String> grantKeys) {
  public DeploymentKeys {
    authorities = List.copyOf(authorities);
    grantKeys = List.copyOf(grantKeys);
  }
}
