package io.coterie.rpc.auth;

/** The owner of the peer on this machine, shown by the control token. */
public record ControlCaller() implements Caller {}
