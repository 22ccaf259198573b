package io.coterie.rpc.trackers;

import io.coterie.rpc.net.HostPort;
import java.nio.file.Path;
import java.util.List;

/**
 * What trackerinfo.txt says: one {@code host:port} a line, {@code #} comments, blank lines, and
 * {@code ca-sha256 = HEX} lines.
 *
 * @param entries the trackers in the order of the file, 1 to 1000, no two equal
 * @param caFingerprints the SHA-256 fingerprints of the authorities to trust, 64 lower-case hex
 *     digits each; often none
 */
public record TrackerInfo(List<HostPort> entries, List<String> caFingerprints) {

  /** The greatest number of entries. */
  public static final int MAX_ENTRIES = 1000;

  /** The greatest size of the file in bytes. */
  public static final int MAX_BYTES = 64 * 1024;

  /** Copies the lists. */
  public TrackerInfo {
    entries = List.copyOf(entries);
    caFingerprints = List.copyOf(caFingerprints);
  }

  /**
   * Reads the file.
   *
   * @throws TrackerInfoException naming the file and the line, when it cannot be read or used
   */
  public static TrackerInfo read(Path file) {
    return TrackerInfoParser.read(file);
  }

  /**
   * The N-th tracker of the file, counting from 1 and entries only.
   *
   * @throws TrackerInfoException when there is no such entry
   */
  public HostPort entry(int number) {
    if (number < 1 || number > entries.size()) {
      throw new TrackerInfoException(
          entries.size() == 1
              ? "there is no tracker " + number + "; the file has one entry, so it must be 1"
              : "there is no tracker "
                  + number
                  + "; the file has "
                  + entries.size()
                  + " entries, so it must be between 1 and "
                  + entries.size());
    }
    return entries.get(number - 1);
  }
}
