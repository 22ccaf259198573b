package io.coterie.peer.control;

import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.limit.TransferLimits;
import io.coterie.peer.serve.Uploads;
import io.coterie.peer.wire.FrameCounts;
import io.coterie.rpc.net.HostPort;

/**
 * What a peer can say of itself, logged in or not.
 *
 * @param version the version of Coterie
 * @param listening where the peer listens for other peers
 * @param advertised what it tells others to dial
 * @param fetch counts and limits what is received
 * @param frames counts the frames received
 * @param uploads counts what is sent
 * @param upLimits limit what is sent
 */
public record PeerStatus(
    String version,
    HostPort listening,
    String advertised,
    FetchResources fetch,
    FrameCounts frames,
    Uploads uploads,
    TransferLimits upLimits) {}
