package io.coterie.tracker.session;

import java.util.Optional;

/** What a login brings: the secret of the session, the session, and the peer's certificate. */
public record Login(SessionToken token, Session session, Optional<IssuedCertificate> certificate) {}
