package io.coterie.rpc.auth;

import io.coterie.rpc.tls.PeerId;

/**
 * A peer with a certificate of the deployment.
 *
 * @param user the user that the certificate names
 * @param peerId the peer, by its key
 * @param keyThumbprint the RFC 7638 thumbprint of that key, which a grant must be bound to
 */
public record CertificateCaller(String user, PeerId peerId, String keyThumbprint)
    implements Caller {}
