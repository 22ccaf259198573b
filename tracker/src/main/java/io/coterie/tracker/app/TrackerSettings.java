package io.coterie.tracker.app;

import io.coterie.rpc.net.HostPort;
import java.nio.file.Path;
import java.util.List;

/**
 * What a tracker is started with.
 *
 * @param number which entry of trackerinfo.txt it is, counting from 1
 * @param entry what clients dial
 * @param listen what it binds; usually the same
 * @param names further host names and IP addresses that its certificate is to hold
 * @param store the file of the embedded store
 * @param home where keys and logs are
 * @param registrationOpen whether strangers may make accounts
 * @param maxAttached how many peers may be attached at a time
 */
public record TrackerSettings(
    int number,
    HostPort entry,
    HostPort listen,
    List<String> names,
    Path store,
    TrackerHome home,
    boolean registrationOpen,
    int maxAttached) {

  /** Copies the list. */
  public TrackerSettings {
    names = List.copyOf(names);
  }
}
