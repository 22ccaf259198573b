package io.coterie.shell.command;

import io.coterie.rpc.trackers.TrackerState;
import java.util.List;

/** Tells how each tracker is doing. */
public interface TrackerSurvey {

  /** What is known from the calls made so far. One state or more. */
  List<TrackerState> known();

  /** Asks each tracker now, all at the same time, for two seconds at most. */
  List<TrackerState> ask();
}
