package io.coterie.tracker.trust;

/**
 * What makes trackers one deployment in the eyes of peers.
 *
 * @param authority signs certificates
 * @param grantKey signs grants
 */
public record Trust(CertificateAuthority authority, GrantKey grantKey) {}
