package io.coterie.rpc.trackers;

/** trackerinfo.txt cannot be used; the message is one line that says where and why. */
public final class TrackerInfoException extends RuntimeException {

  TrackerInfoException(String message) {
    super(message);
  }
}
