package io.coterie.tracker.session;

import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where sessions are kept. An ended session stays for a while and counts only where said. */
public interface SessionRepository {

  /** Adds a session. */
  void insert(Tx tx, Session session, String tokenHash);

  /** Forgets a peer's sessions of a user that have ended or were opened before the moment given. */
  void replace(Tx tx, String userKey, String peerId, Instant openedBefore);

  /** Finds the session of a token that is neither ended nor past its end. */
  Optional<Session> findLive(Tx tx, String tokenHash);

  /** Finds the session of a token that was ended after {@code since}. */
  Optional<Session> findEnded(Tx tx, String tokenHash, Instant since);

  /** Finds a live session of a user. */
  Optional<Session> findLive(Tx tx, String userKey, String sessionId);

  /** Whether the peer has had a session of the user that is still remembered. */
  boolean knows(Tx tx, String userKey, String peerId);

  /** Moves the end of a live session; false when there is none. */
  boolean extend(Tx tx, String sessionId, Instant end);

  /** Marks a live session as ended; false when there is none. */
  boolean end(Tx tx, String sessionId);

  /** Marks a session that is past its end as ended; false when there is none, or no longer. */
  boolean endExpired(Tx tx, String sessionId);

  /** The user's live sessions, newest first. */
  List<Session> live(Tx tx, String userKey);

  /** A page of the user's live sessions, newest first, after the one given. */
  List<Session> page(Tx tx, String userKey, Optional<SessionCursor> after, int limit);

  /** Sessions past their end that are not marked as ended yet, those of longest standing first. */
  List<Session> expired(Tx tx, int limit);
}
