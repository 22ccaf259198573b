package io.coterie.peer.control;

import io.coterie.peer.download.TransferSnapshot;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.store.UserStore;
import io.coterie.peer.tracker.TrackerNews;
import io.coterie.peer.tracker.TrackerSession;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is logged in on this peer: nobody or one user. Logins and logouts happen one after the other
 * and may take seconds; asking who is logged in never waits. Thread-safe.
 */
public final class Logins implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Logins.class);

  private static final String SESSION_LEFT =
      ", so the session stays open there until it runs out; log in and out again to end it";

  /** By these a tracker says that there is no session any more. */
  private static final Set<ErrorReason> NO_SESSION =
      EnumSet.of(
          ErrorReason.ERROR_REASON_SESSION_INVALID, ErrorReason.ERROR_REASON_ACCOUNT_SUSPENDED);

  private final PeerParts parts;
  private final Consumer<Boolean> loggedIn;
  private final Object changing = new Object();
  private volatile @Nullable UserSession current;

  // Guarded by changing.
  private boolean closed;

  /**
   * Nobody is logged in at first.
   *
   * @param loggedIn told whether somebody is, whenever that changes; must not block
   */
  public Logins(PeerParts parts, Consumer<Boolean> loggedIn) {
    this.parts = parts;
    this.loggedIn = loggedIn;
    parts.catalog().addListener(this::removed);
  }

  /** The user logged in. */
  Optional<UserSession> current() {
    return Optional.ofNullable(current);
  }

  /** Whether a user is logged in. */
  public boolean isLoggedIn() {
    return current != null;
  }

  /** Whether a tracker knows that the user is online. */
  public boolean isAttached() {
    return current().flatMap(session -> session.tracker().attachedTo()).isPresent();
  }

  /** The downloads of the user logged in. */
  public List<TransferSnapshot> downloads() {
    return current().map(session -> session.downloads().list()).orElse(List.of());
  }

  /** How many connections to other peers stand. */
  public int connections() {
    return current().map(UserSession::connections).orElse(0);
  }

  /**
   * The user logged in.
   *
   * @throws Refusal NOT_LOGGED_IN
   */
  UserSession require() {
    return current()
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorReason.ERROR_REASON_NOT_LOGGED_IN,
                    "nobody is logged in on this peer; log in first"));
  }

  /**
   * Logs a user in; the same user gets a new session in place of the present one.
   *
   * @throws Refusal ALREADY_LOGGED_IN while another user is; or what the tracker says
   */
  LoginOutcome login(String user, String password) {
    synchronized (changing) {
      if (closed) {
        throw new Refusal(ErrorReason.ERROR_REASON_DRAINING, "the peer is stopping");
      }
      UserSession present = current;
      if (present != null && !sameUser(present, user)) {
        throw new Refusal(
            ErrorReason.ERROR_REASON_ALREADY_LOGGED_IN,
            present.tracker().session().user() + " is logged in on this peer; log out first");
      }
      UserStore store = store(user);
      TrackerSession tracker = open(user, password, store);
      if (present != null) {
        present.close();
      }
      UserSession next = new UserSession(parts, store, tracker, this::ended);
      current = next;
      LoginOutcome outcome = start(next);
      loggedIn.accept(true);
      log.info("{} is logged in as peer {}", outcome.user(), outcome.peerId());
      return outcome;
    }
  }

  private LoginOutcome start(UserSession session) {
    try {
      return session.start();
    } catch (RuntimeException e) {
      leave(session);
      throw e;
    }
  }

  private static boolean sameUser(UserSession session, String user) {
    return Names.fold(session.tracker().session().user()).equals(Names.fold(user));
  }

  private UserStore store(String user) {
    try {
      return parts.home().user(Names.fold(user), parts.background());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the folder of " + user, e);
    }
  }

  private TrackerSession open(String user, String password, UserStore store) {
    parts.tls().requireTrackerTrust();
    try {
      UserCredentials credentials = new UserCredentials(store, parts.tls());
      return Waiting.on(parts.trackers().login(user, password, credentials));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the key of " + user, e);
    }
  }

  /**
   * Logs the user out. The user is logged out here even when no tracker can be told.
   *
   * @throws Refusal NOT_LOGGED_IN
   */
  LoggedOut logout() {
    synchronized (changing) {
      UserSession session = require();
      leave(session);
      String user = session.tracker().session().user();
      try {
        Waiting.on(session.tracker().logout());
        return new LoggedOut(user, List.of());
      } catch (StatusRuntimeException e) {
        return new LoggedOut(user, leftOpen(Failure.of(e)));
      }
    }
  }

  /** Warns of a session that a tracker did not end; not when it had ended before. */
  private static List<String> leftOpen(Failure failure) {
    if (NO_SESSION.contains(failure.reason())) {
      return List.of();
    }
    log.warn("the session was not ended: {}", failure.message());
    String why =
        switch (failure.code()) {
          case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> "no tracker could be told";
          default -> "the tracker did not end the session (" + failure.message() + ")";
        };
    return List.of(why + SESSION_LEFT);
  }

  /** Who was logged in, and what did not succeed. */
  record LoggedOut(String user, List<String> warnings) {}

  private void leave(UserSession session) {
    current = null;
    loggedIn.accept(false);
    session.close();
    parts.tls().forgetUser();
    parts.revocations().clear();
  }

  private void ended(UserSession session, TrackerNews.SessionEnded news) {
    parts
        .background()
        .execute(
            () -> {
              synchronized (changing) {
                if (current == session) {
                  log.warn("logged out by the tracker: {}", news.why());
                  leave(session);
                  parts.events().tell(Notice.of(news));
                }
              }
            });
  }

  private void removed(HeldContent content, Optional<String> fault) {
    UserSession session = current;
    if (session != null && fault.isPresent()) {
      session.withdrawn(content, fault.get());
    }
  }

  /** Stops serving and downloading; what is on disk is taken up at the next login. */
  @Override
  public void close() {
    synchronized (changing) {
      closed = true;
      UserSession session = current;
      if (session != null) {
        leave(session);
      }
    }
  }
}
