package io.coterie.tracker.file;

import java.util.List;

/**
 * One peer that holds a file.
 *
 * @param user the name of its user
 * @param endpoints "host:port" each, in the order in which to try; empty while offline
 * @param online whether it is attached now
 */
public record Source(String user, String peerId, List<String> endpoints, boolean online) {

  public Source {
    endpoints = List.copyOf(endpoints);
  }
}
