package io.coterie.tracker.session;

import java.security.PublicKey;

/**
 * A checked request for a certificate.
 *
 * @param key the P-256 key to certify
 * @param peerId base32(SHA-256(key)), lower case, without padding
 * @param keyThumbprint the key's RFC 7638 thumbprint, base64url without padding
 */
public record SigningRequest(PublicKey key, String peerId, String keyThumbprint) {}
