package io.coterie.rpc.auth;

/** Who makes a call, as established by the method's declared kind of authentication. */
public sealed interface Caller permits Anyone, SessionCaller, CertificateCaller, ControlCaller {}
