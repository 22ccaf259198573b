package io.coterie.tracker.app;

import com.github.benmanes.caffeine.cache.Ticker;
import io.coterie.tracker.account.Accounts;
import io.coterie.tracker.account.AddressThrottle;
import io.coterie.tracker.account.Credentials;
import io.coterie.tracker.account.LoginThrottle;
import io.coterie.tracker.account.Passwords;
import io.coterie.tracker.event.EventLog;
import io.coterie.tracker.file.Announcements;
import io.coterie.tracker.file.Files;
import io.coterie.tracker.file.RecentSources;
import io.coterie.tracker.file.SourceDesk;
import io.coterie.tracker.group.GrantDesk;
import io.coterie.tracker.group.GrantIssuer;
import io.coterie.tracker.group.GroupAccess;
import io.coterie.tracker.group.GroupHistory;
import io.coterie.tracker.group.Groups;
import io.coterie.tracker.group.JoinRequests;
import io.coterie.tracker.group.Memberships;
import io.coterie.tracker.grpc.AccountGrpcService;
import io.coterie.tracker.grpc.AddressInterceptor;
import io.coterie.tracker.grpc.FileGrpcService;
import io.coterie.tracker.grpc.GroupGrpcService;
import io.coterie.tracker.grpc.PageTokens;
import io.coterie.tracker.grpc.SessionAuthenticator;
import io.coterie.tracker.grpc.SessionGrpcService;
import io.coterie.tracker.request.Requests;
import io.coterie.tracker.session.CertificateIssuer;
import io.coterie.tracker.session.LoginDesk;
import io.coterie.tracker.session.PasswordChange;
import io.coterie.tracker.session.PeerAccess;
import io.coterie.tracker.session.RecentSessions;
import io.coterie.tracker.session.Sessions;
import io.coterie.tracker.session.Suspension;
import io.coterie.tracker.sql.SqlAccounts;
import io.coterie.tracker.sql.SqlAttempts;
import io.coterie.tracker.sql.SqlCleaning;
import io.coterie.tracker.sql.SqlDeployments;
import io.coterie.tracker.sql.SqlEvents;
import io.coterie.tracker.sql.SqlFiles;
import io.coterie.tracker.sql.SqlGroups;
import io.coterie.tracker.sql.SqlMemberships;
import io.coterie.tracker.sql.SqlRequestLog;
import io.coterie.tracker.sql.SqlSessions;
import io.coterie.tracker.sql.SqlSources;
import io.coterie.tracker.store.Cleaning;
import io.coterie.tracker.store.Deployment;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import io.github.bucket4j.TimeMeter;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import java.util.List;

/** Wires accounts, sessions, groups and files onto a store; holds no thread and no resource. */
public final class DomainServices {

  private static final int EXPIRED_SESSIONS_AT_ONCE = 100;

  private final SqlAccounts accountRows = new SqlAccounts();
  private final SqlGroups groupRows = new SqlGroups();
  private final SqlMemberships membershipRows = new SqlMemberships();
  private final SqlSources sourceRows = new SqlSources();
  private final SqlSessions sessionRows = new SqlSessions();
  private final SqlEvents events = new SqlEvents();
  private final SqlCleaning cleaning = new SqlCleaning();

  private final Transactions transactions;
  private final Ticker ticker;
  private final Deployment deployment;
  private final GroupAccess access;
  private final Memberships memberships;
  private final Sessions sessions;
  private final List<BindableService> services;

  /**
   * Wires what a tracker serves.
   *
   * @param registrationOpen whether strangers may create accounts
   * @param ticker says when what was read lately is to be forgotten
   */
  public DomainServices(
      Transactions transactions,
      CertificateIssuer certificates,
      GrantIssuer grants,
      boolean registrationOpen,
      Passwords passwords,
      Ticker ticker) {
    this.transactions = transactions;
    this.ticker = ticker;
    deployment = transactions.write(new SqlDeployments()::loadOrCreate);
    access = new GroupAccess(groupRows, membershipRows);
    memberships = new Memberships(access, groupRows, membershipRows, events);
    sessions = new Sessions(sessionRows, peerAccess(sourceRows, memberships));
    Accounts accounts = new Accounts(accountRows, registrationOpen);
    Credentials credentials =
        new Credentials(transactions, accountRows, new LoginThrottle(new SqlAttempts()), passwords);
    Requests requests =
        new Requests(transactions, new SqlRequestLog(), sessions, passwords::digest);
    PageTokens tokens = new PageTokens(deployment);
    GroupHistory history = new GroupHistory(access, membershipRows, events);
    PasswordChange change = new PasswordChange(credentials, passwords, accounts, sessions);
    LoginDesk desk =
        new LoginDesk(
            transactions, credentials, sessionRows, sessions, certificates, history::loggedIn);
    SessionGrpcService sessionService =
        new SessionGrpcService(
            transactions,
            requests,
            desk,
            sessions,
            new AddressThrottle(TimeMeter.SYSTEM_NANOTIME),
            tokens);
    services =
        List.of(
            new AccountGrpcService(requests, accounts, passwords, change),
            () -> ServerInterceptors.intercept(sessionService, new AddressInterceptor()),
            groupService(requests, grants, history, tokens),
            fileService(requests, tokens));
  }

  private static PeerAccess peerAccess(SqlSources sources, Memberships memberships) {
    return new PeerAccess() {
      @Override
      public void dropSources(Tx tx, String userKey, String peerId) {
        sources.drop(tx, userKey, peerId);
      }

      @Override
      public void voidGrants(Tx tx, String userKey) {
        memberships.voidGrants(tx, userKey);
      }
    };
  }

  private FileGrpcService fileService(Requests requests, PageTokens tokens) {
    Files files = new Files(access, new SqlFiles(), sourceRows, events);
    RecentSources recent = new RecentSources(ticker);
    transactions.addListener(recent);
    SourceDesk sources = new SourceDesk(transactions, files, membershipRows, recent);
    return new FileGrpcService(transactions, requests, files, sources, tokens);
  }

  private GroupGrpcService groupService(
      Requests requests, GrantIssuer grants, GroupHistory history, PageTokens tokens) {
    return new GroupGrpcService(
        transactions,
        requests,
        new Groups(groupRows, membershipRows, access, events),
        new JoinRequests(access, membershipRows, events),
        memberships,
        new GrantDesk(transactions, sessions, access, grants),
        history,
        tokens);
  }

  /** The services for accounts, sessions, groups and files. */
  public List<BindableService> services() {
    return services;
  }

  /** Authenticates holders of sessions; blocks. */
  public SessionAuthenticator authenticator() {
    RecentSessions recent = new RecentSessions(ticker);
    transactions.addListener(recent);
    return new SessionAuthenticator(transactions, sessions, recent);
  }

  /** The deployment that the store belongs to. */
  public Deployment deployment() {
    return deployment;
  }

  /** What the operator does to accounts, whether a tracker runs or not. */
  public static Suspension suspension() {
    SqlGroups groups = new SqlGroups();
    SqlMemberships places = new SqlMemberships();
    Memberships memberships =
        new Memberships(new GroupAccess(groups, places), groups, places, new SqlEvents());
    return new Suspension(
        new SqlAccounts(),
        new Sessions(new SqlSessions(), peerAccess(new SqlSources(), memberships)));
  }

  /** What peers say they hold. */
  public Announcements announcements() {
    return new Announcements(transactions, groupRows, membershipRows, sourceRows);
  }

  /** The groups' histories, for what peers say they have served. */
  public EventLog events() {
    return events;
  }

  /** Ends sessions past their end and removes what has served its time; to be run each minute. */
  public Cleaning cleaning() {
    return tx -> sessions.endExpired(tx, EXPIRED_SESSIONS_AT_ONCE) + cleaning.clean(tx);
  }
}
