package io.coterie.tracker.app;

import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.operations.OperationsSettings;
import io.coterie.tracker.presence.Capacity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a tracker is started with.
 *
 * @param number which entry of trackerinfo.txt it is, counting from 1
 * @param entry what clients dial
 * @param listen what it binds; usually the same
 * @param names further host names and IP addresses that its certificate is to hold
 * @param store where the store is
 * @param home where logs are, and keys unless {@code trust} names another folder
 * @param trust the folder of keys and certificates that somebody else supplies
 * @param registrationOpen whether strangers may make accounts
 * @param capacity how many peers it takes on
 * @param operations how it is operated
 */
public record TrackerSettings(
    int number,
    HostPort entry,
    HostPort listen,
    List<String> names,
    StoreLocation store,
    TrackerHome home,
    Optional<Path> trust,
    boolean registrationOpen,
    Capacity capacity,
    OperationsSettings operations) {

  /** Copies the list. */
  public TrackerSettings {
    names = List.copyOf(names);
  }
}
