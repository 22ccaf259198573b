package io.coterie.shell.command;

import io.coterie.rpc.net.HostPort;
import java.io.IOException;
import java.util.Optional;

/** How trackers introduce themselves to a client that knows no authority of theirs. */
public interface Introduction {

  /**
   * An authority that a tracker shows.
   *
   * @param tracker shows it
   * @param fingerprint the SHA-256 of its certificate, 64 lower-case hex digits
   */
  record Offer(HostPort tracker, String fingerprint) {}

  /**
   * Asks the trackers. Blocks for some seconds at most.
   *
   * @return empty when an authority is known already
   * @throws io.coterie.rpc.error.Refusal NO_TRACKER when no tracker answers
   */
  Optional<Offer> offer();

  /**
   * Trusts what was offered, now and in future.
   *
   * @throws io.coterie.rpc.error.Refusal TRACKER_NOT_TRUSTED when the tracker shows something else
   *     now
   * @throws IOException when it cannot be remembered
   */
  void accept(Offer offer) throws IOException;
}
