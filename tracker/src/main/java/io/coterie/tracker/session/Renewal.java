package io.coterie.tracker.session;

/** A further certificate, and the session with its new end. */
public record Renewal(IssuedCertificate certificate, Session session) {}
