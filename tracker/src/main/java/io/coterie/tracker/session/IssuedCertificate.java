package io.coterie.tracker.session;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate issued to a peer.
 *
 * @param chain the peer's certificate first, the authority's last
 * @param expireTime when the peer's certificate ends
 */
public record IssuedCertificate(List<X509Certificate> chain, Instant expireTime) {}
