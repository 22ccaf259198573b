package io.coterie.peer.testing;

import com.google.protobuf.Timestamp;
import io.coterie.rpc.auth.Authenticator;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.testing.TestAuthority;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.rpc.v1.Auth;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.BindableService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The state of a deployment, as far as a peer sees it, and the services over it. Thread-safe. */
public final class FakeDeployment {
  /** How long certificates last. */
  public static final Duration CERTIFICATE_LIFE = Duration.ofHours(24);

  /** How long grants last. */
  public static final Duration GRANT_LIFE = Duration.ofMinutes(5);

  final String id;
  final InstantSource clock;
  volatile TestAuthority authority = new TestAuthority();
  volatile List<TestAuthority> trusted = List.of(authority);
  final Map<String, SessionCaller> sessions = new ConcurrentHashMap<>();
  private final Map<String, FakeGroup> groups = new ConcurrentHashMap<>();
  private final FakePresence presence = new FakePresence(this);
  private final FakeGroups grants = new FakeGroups(this);
  private final FakeSessions logins = new FakeSessions(this);

  /** A deployment with the users alice, bob and carol, whose passwords are "NAME's password". */
  public FakeDeployment(String id, InstantSource clock) {
    this.id = id;
    this.clock = clock;
  }

  /** The services, to be hosted behind the production interceptors. */
  public List<BindableService> services() {
    return List.of(logins, grants, new FakeFiles(this), presence, new FakeTrust(this));
  }

  /** Who may call them. */
  public Map<Auth, Authenticator> authenticators() {
    return Map.of(
        Auth.AUTH_SESSION,
        (headers, attributes) ->
            BearerToken.in(headers)
                .flatMap(token -> Optional.ofNullable(sessions.get(token.secret())))
                .orElseThrow(FakeDeployment::sessionInvalid));
  }

  /** The authority that certifies peers. */
  public TestAuthority authority() {
    return authority;
  }

  /** Certifies by this authority from now on. */
  public void certifyBy(TestAuthority successor) {
    authority = successor;
  }

  /** Names these authorities in the trust bundle from now on. */
  public void name(TestAuthority... authorities) {
    trusted = List.of(authorities);
  }

  /** The streams of attached peers. */
  public FakePresence presence() {
    return presence;
  }

  /** Issues grants. */
  public FakeGroups grants() {
    return grants;
  }

  /** Opens sessions and certifies keys. */
  public FakeSessions logins() {
    return logins;
  }

  /** The group of this name, made when it is missing. */
  public FakeGroup group(String name) {
    return groups.computeIfAbsent(name, FakeGroup::new);
  }

  /** Ends all sessions of a user without telling that user's peers. */
  public void endSessionsSilently(String user) {
    sessions.values().removeIf(session -> session.user().equals(user));
  }

  /** Ends all sessions of a user, and the streams of that user's peers. */
  public void endSessions(String user) {
    endSessionsSilently(user);
    presence.endStreams(user, sessionInvalid());
  }

  FakeGroup requireMember(String group, String user) {
    FakeGroup found = groups.get(group);
    if (found == null) {
      throw new Refusal(ErrorReason.ERROR_REASON_GROUP_NOT_FOUND, "there is no group " + group);
    }
    if (!found.isMember(user)) {
      throw new Refusal(ErrorReason.ERROR_REASON_NOT_MEMBER, "you are no member of " + group);
    }
    return found;
  }

  List<FakeGroup> groupsOf(String user) {
    return groups.values().stream().filter(group -> group.isMember(user)).toList();
  }

  Optional<FakeGroup> groupById(String groupId) {
    return groups.values().stream().filter(group -> group.id().equals(groupId)).findFirst();
  }

  String open(String user, PeerKey key) {
    sessions.values().removeIf(session -> session.peer().equals(Optional.of(key)));
    String token = UUID.randomUUID().toString();
    sessions.put(token, new SessionCaller(user, user, "session-" + token, Optional.of(key)));
    return token;
  }

  Timestamp now() {
    return time(clock.instant());
  }

  static Timestamp time(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Refusal sessionInvalid() {
    return new Refusal(ErrorReason.ERROR_REASON_SESSION_INVALID, "the session has ended");
  }
}
