package io.coterie.peer.download;

import io.coterie.rpc.tls.PeerId;

/**
 * What a download knows of one source. Immutable.
 *
 * @param user the user logged in there
 * @param peerId the peer's id
 * @param endpoint the address in use or tried last; empty when none is known
 * @param state what it does, in plain words such as "sending"
 * @param heldPieces how many pieces it holds, as far as known
 * @param verifiedBytes bytes verified from it
 * @param rate bytes verified from it a second, smoothed
 * @param badPieces pieces from it that failed verification
 */
public record SourceReport(
    String user,
    PeerId peerId,
    String endpoint,
    String state,
    int heldPieces,
    long verifiedBytes,
    long rate,
    int badPieces) {}
