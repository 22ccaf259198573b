package io.coterie.tracker.presence;

import io.coterie.rpc.error.Refusal;

/** The way to one attached peer. Neither method blocks or throws; any thread may call. */
public interface PeerStream {

  /** Tells the peer, after what it was told before. A peer that does not listen is cut off. */
  void tell(PeerEvent event);

  /** Ends the stream for a reason that says whether attaching again makes sense. */
  void end(Refusal why);
}
