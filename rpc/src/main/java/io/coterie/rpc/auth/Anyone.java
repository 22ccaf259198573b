package io.coterie.rpc.auth;

/** Nobody in particular: the method asks for no credentials. */
public record Anyone() implements Caller {}
