package io.coterie.peer.plan;

/**
 * A piece to be asked of a source though another was asked for it.
 *
 * @param piece the piece
 * @param from the other source
 * @param begun whether the other one has begun to send it and goes on; if not, it need not send it
 */
public record Takeover<S>(int piece, S from, boolean begun) {}
