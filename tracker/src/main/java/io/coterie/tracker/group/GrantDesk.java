package io.coterie.tracker.group;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.session.Sessions;
import io.coterie.tracker.store.Transactions;

/** Issues grants to members. Runs its own transaction, as signing needs none. */
public final class GrantDesk {

  private final Transactions transactions;
  private final Sessions sessions;
  private final GroupAccess access;
  private final GrantIssuer issuer;

  public GrantDesk(
      Transactions transactions, Sessions sessions, GroupAccess access, GrantIssuer issuer) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.access = access;
    this.issuer = issuer;
  }

  /** A grant and the group it is for. */
  public record Issued(Grant grant, String groupId) {}

  /**
   * Issues a grant to the caller's peer. The session is looked at in the snapshot that the
   * membership's version is from: what ends a session and makes its grants void does both at once.
   *
   * @throws Refusal SESSION_INVALID, NOT_MEMBER, SESSION_WITHOUT_PEER
   */
  public Issued issue(SessionCaller caller, String groupName) {
    GrantClaims claims =
        transactions.read(
            tx -> {
              sessions.require(tx, caller);
              Standing found = access.findAsMember(tx, caller, groupName);
              return new GrantClaims(
                  caller.user(),
                  found.group().id(),
                  found.place().version(),
                  requirePeer(caller).thumbprint());
            });
    return new Issued(issuer.issue(claims), claims.groupId());
  }

  private static PeerKey requirePeer(SessionCaller caller) {
    return caller
        .peer()
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorReason.ERROR_REASON_SESSION_WITHOUT_PEER,
                    "this session belongs to no peer; log in with a signing request"));
  }
}
