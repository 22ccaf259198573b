package io.coterie.tracker.session;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import io.coterie.tracker.account.Account;
import io.coterie.tracker.account.Credentials;
import io.coterie.tracker.store.Ids;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Opens sessions and certifies peers. Its methods run their own transactions, as passwords and
 * certificates are too slow to be worked on inside one.
 */
public final class LoginDesk {

  /** One more ends the oldest. */
  static final int SESSIONS_PER_USER = 100;

  /**
   * How long a peer's session stands beside a further login. A client that hears nothing from one
   * tracker sends its login to another as well, and cannot choose which of the two answers counts.
   */
  static final Duration REPEATABLE = Duration.ofSeconds(30);

  private final Transactions transactions;
  private final Credentials credentials;
  private final SessionRepository repository;
  private final Sessions sessions;
  private final CertificateIssuer issuer;
  private final LoginLog log;

  public LoginDesk(
      Transactions transactions,
      Credentials credentials,
      SessionRepository repository,
      Sessions sessions,
      CertificateIssuer issuer,
      LoginLog log) {
    this.transactions = transactions;
    this.credentials = credentials;
    this.repository = repository;
    this.sessions = sessions;
    this.issuer = issuer;
    this.log = log;
  }

  /**
   * Opens a session.
   *
   * @param csr a PKCS #10 request in DER; empty for a session without a peer
   * @throws Refusal CREDENTIALS_WRONG, TOO_MANY_ATTEMPTS, ACCOUNT_SUSPENDED, CSR_INVALID
   */
  public Login login(String user, String password, Optional<byte[]> csr) {
    String userKey = Names.fold(user);
    Optional<SigningRequest> request = csr.map(issuer::read);
    Optional<PeerKey> peer = request.map(signing -> PeerKey.of(signing.key()));
    String throttleKey = throttleKey(userKey, peer);
    Account account = credentials.check(userKey, throttleKey, password);
    Optional<IssuedCertificate> certificate =
        request.map(signing -> issuer.issue(signing, account.name()));
    SessionToken token = SessionToken.create();
    Session session =
        transactions.write(
            tx -> {
              credentials.accept(tx, account, throttleKey);
              return open(tx, account, peer, token);
            });
    return new Login(token, session, certificate);
  }

  /**
   * Certifies the key of the caller's peer again and extends the session.
   *
   * @throws Refusal SESSION_WITHOUT_PEER, or CSR_INVALID for another key
   */
  public Renewal renew(SessionCaller caller, byte[] csr) {
    PeerKey peer =
        caller
            .peer()
            .orElseThrow(
                () ->
                    new Refusal(
                        ErrorReason.ERROR_REASON_SESSION_WITHOUT_PEER,
                        "this session belongs to no peer; log in with a signing request"));
    SigningRequest request = issuer.read(csr);
    if (!PeerKey.of(request.key()).equals(peer)) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_CSR_INVALID,
          "the signing request is for another key than the one of the login; log in again");
    }
    IssuedCertificate certificate = issuer.issue(request, caller.user());
    Session session =
        transactions.write(
            tx -> {
              Session current = sessions.require(tx, caller);
              Session extended = current.until(tx.now().plus(Sessions.LIFE));
              if (!repository.extend(tx, extended.id(), extended.expireTime())) {
                throw Sessions.ended();
              }
              return extended;
            });
    return new Renewal(certificate, session);
  }

  private Session open(Tx tx, Account account, Optional<PeerKey> peer, SessionToken token) {
    Session session =
        new Session(
            Ids.create(),
            account.userKey(),
            account.name(),
            peer,
            tx.now(),
            tx.now().plus(Sessions.LIFE));
    repository.replace(tx, account.userKey(), session.peerId(), tx.now().minus(REPEATABLE));
    repository.insert(tx, session, token.hash());
    List<Session> live = repository.live(tx, account.userKey());
    live.stream().skip(SESSIONS_PER_USER).forEach(oldest -> sessions.close(tx, oldest));
    log.loggedIn(tx, account.userKey());
    tx.sessionsChanged(account.userKey());
    return session;
  }

  /**
   * A peer from which the user has logged in before has attempts of its own, so that strangers who
   * guess at the account cannot keep its owner out (OWASP: device cookies).
   */
  private String throttleKey(String userKey, Optional<PeerKey> peer) {
    return peer.map(key -> key.peerId().value())
        .filter(id -> transactions.lookUp(tx -> repository.knows(tx, userKey, id)))
        .map(id -> userKey + "\n" + id)
        .orElse(userKey);
  }
}
