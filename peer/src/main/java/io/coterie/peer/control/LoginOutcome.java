package io.coterie.peer.control;

import io.coterie.rpc.tls.PeerId;
import java.util.List;

/**
 * What a login has brought.
 *
 * @param user the account's name as stored
 * @param shares how many files are shared again
 * @param resumedDownloads how many downloads go on
 * @param warnings what could not be taken up again, a sentence each
 */
record LoginOutcome(
    String user, PeerId peerId, int shares, int resumedDownloads, List<String> warnings) {
  LoginOutcome {
    warnings = List.copyOf(warnings);
  }
}
