package io.coterie.tracker.session;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.store.Page;
import io.coterie.tracker.store.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The life of sessions after the login. */
public final class Sessions {

  /** How long a session lasts from its opening or its last extension. */
  public static final Duration LIFE = Duration.ofDays(7);

  /** How long a repeated Logout is answered as the first was. */
  static final Duration LOGOUT_REPEATABLE = Duration.ofHours(24);

  private final SessionRepository sessions;
  private final PeerAccess access;

  public Sessions(SessionRepository sessions, PeerAccess access) {
    this.sessions = sessions;
    this.access = access;
  }

  /** Finds the session that a token opens; empty when it is unknown, ended or past its end. */
  public Optional<Session> find(Tx tx, SessionToken token) {
    return sessions.findLive(tx, token.hash());
  }

  /** As {@link #find}, or the session of a token that was ended within the last day. */
  public Optional<Session> findForLogout(Tx tx, SessionToken token) {
    return find(tx, token)
        .or(() -> sessions.findEnded(tx, token.hash(), tx.now().minus(LOGOUT_REPEATABLE)));
  }

  /**
   * Ends the caller's session, with those that repeated logins opened for the same peer, and voids
   * the grants issued to them.
   *
   * @throws Refusal SESSION_INVALID when it has ended before
   */
  public void logout(Tx tx, SessionCaller caller) {
    Session session = require(tx, caller);
    end(tx, session);
    ofSamePeer(tx, session).forEach(twin -> close(tx, twin));
  }

  /**
   * Ends another session of the caller's.
   *
   * @throws Refusal SESSION_NOT_FOUND when the caller has no such session
   */
  public void revoke(Tx tx, SessionCaller caller, String sessionId) {
    if (sessionId.equals(caller.sessionId())) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_FIELD_INVALID,
              "this is the session that makes the call; log out to end it")
          .withField("session_id", "names the calling session");
    }
    Session session =
        sessions
            .findLive(tx, caller.userKey(), sessionId)
            .orElseThrow(
                () ->
                    new Refusal(
                        ErrorReason.ERROR_REASON_SESSION_NOT_FOUND,
                        "you have no session " + sessionId + "; list your sessions"));
    end(tx, session);
  }

  /** Ends all sessions of a user but one, voids all grants, and returns how many ended. */
  public int endOthers(Tx tx, String userKey, String sessionIdKept) {
    access.voidGrants(tx, userKey);
    List<Session> others =
        sessions.live(tx, userKey).stream()
            .filter(session -> !session.id().equals(sessionIdKept))
            .toList();
    others.forEach(session -> close(tx, session));
    return others.size();
  }

  /** The caller's sessions, newest first. */
  public Page<Session> list(Tx tx, SessionCaller caller, Optional<SessionCursor> after, int size) {
    return Page.of(sessions.page(tx, caller.userKey(), after, size + 1), size);
  }

  /**
   * Ends at most {@code limit} sessions that are past their end, and returns how many. One that is
   * extended at this moment lives on.
   */
  public int endExpired(Tx tx, int limit) {
    List<Session> ended =
        sessions.expired(tx, limit).stream()
            .filter(session -> sessions.endExpired(tx, session.id()))
            .toList();
    ended.forEach(session -> afterEnd(tx, session));
    return ended.size();
  }

  /**
   * The caller's session as it is now, which may be long after the call was authenticated.
   *
   * @throws Refusal SESSION_INVALID when it has ended
   */
  public Session require(Tx tx, SessionCaller caller) {
    return sessions.findLive(tx, caller.userKey(), caller.sessionId()).orElseThrow(Sessions::ended);
  }

  static Refusal ended() {
    return new Refusal(
        ErrorReason.ERROR_REASON_SESSION_INVALID, "the session has ended; log in again");
  }

  /** The groups come first: their locks make others who end sessions of the user's peers wait. */
  private void end(Tx tx, Session session) {
    if (session.peer().isPresent()) {
      access.voidGrants(tx, session.userKey());
    }
    close(tx, session);
  }

  private List<Session> ofSamePeer(Tx tx, Session session) {
    return sessions.live(tx, session.userKey()).stream()
        .filter(other -> session.peer().isPresent() && other.peer().equals(session.peer()))
        .filter(other -> !other.id().equals(session.id()))
        .toList();
  }

  /** Ends a session without regard to grants; its peer is a source while it has another. */
  void close(Tx tx, Session session) {
    sessions.end(tx, session.id());
    afterEnd(tx, session);
  }

  private void afterEnd(Tx tx, Session session) {
    if (session.peer().isPresent() && ofSamePeer(tx, session).isEmpty()) {
      access.dropSources(tx, session.userKey(), session.peerId());
    }
    tx.sessionsChanged(session.userKey());
  }
}
