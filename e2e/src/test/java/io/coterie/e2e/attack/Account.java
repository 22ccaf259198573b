package io.coterie.e2e.attack;

import com.google.protobuf.ByteString;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.tls.Certificates;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.PeerKey;
import io.coterie.tracker.v1.AcceptJoinRequestRequest;
import io.coterie.tracker.v1.AccountServiceGrpc;
import io.coterie.tracker.v1.CreateGroupRequest;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.FileServiceGrpc;
import io.coterie.tracker.v1.FileServiceGrpc.FileServiceBlockingStub;
import io.coterie.tracker.v1.GroupServiceGrpc;
import io.coterie.tracker.v1.GroupServiceGrpc.GroupServiceBlockingStub;
import io.coterie.tracker.v1.IssueGrantRequest;
import io.coterie.tracker.v1.IssueGrantResponse;
import io.coterie.tracker.v1.JoinGroupRequest;
import io.coterie.tracker.v1.LoginRequest;
import io.coterie.tracker.v1.LoginResponse;
import io.coterie.tracker.v1.RemoveMemberRequest;
import io.coterie.tracker.v1.SessionServiceGrpc;
import io.coterie.tracker.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.grpc.Channel;
import java.security.KeyPair;
import java.util.UUID;

/**
 * A user who is logged in without a process of ours: the test speaks for the user.
 *
 * @param identity the user's key with the certificate issued at login
 * @param tracker carries no credentials
 */
record Account(String user, String token, String sessionId, Identity identity, Channel tracker) {

  static final String PASSWORD = "another-long-password";

  /** Makes the account and logs in. */
  static Account register(Channel tracker, String user) {
    var unused =
        AccountServiceGrpc.newBlockingStub(tracker)
            .createUser(
                CreateUserRequest.newBuilder()
                    .setRequestId(id())
                    .setUser(user)
                    .setPassword(PASSWORD)
                    .build());
    return login(tracker, user, PASSWORD);
  }

  /** Logs in from a new key. */
  static Account login(Channel tracker, String user, String password) {
    KeyPair keys = Keys.generate();
    LoginResponse answer =
        SessionServiceGrpc.newBlockingStub(tracker)
            .login(
                LoginRequest.newBuilder()
                    .setUser(user)
                    .setPassword(password)
                    .setCertificateSigningRequest(ByteString.copyFrom(Keys.signingRequest(keys)))
                    .build());
    Identity identity =
        new Identity(
            keys.getPrivate(),
            answer.getCertificate().getChainList().stream()
                .map(der -> Certificates.decode(der.toByteArray()))
                .toList());
    return new Account(
        user, answer.getSessionToken(), answer.getSession().getSessionId(), identity, tracker);
  }

  /** A request id never used before. */
  static String id() {
    return UUID.randomUUID().toString();
  }

  /** The same session at another tracker. */
  Account on(Channel other) {
    return new Account(user, token, sessionId, identity, other);
  }

  PeerKey key() {
    return PeerKey.of(identity.certificate().getPublicKey());
  }

  GroupServiceBlockingStub groups() {
    return GroupServiceGrpc.newBlockingStub(tracker).withCallCredentials(credentials());
  }

  FileServiceBlockingStub files() {
    return FileServiceGrpc.newBlockingStub(tracker).withCallCredentials(credentials());
  }

  SessionServiceBlockingStub sessions() {
    return SessionServiceGrpc.newBlockingStub(tracker).withCallCredentials(credentials());
  }

  io.grpc.CallCredentials credentials() {
    return new BearerToken(token).toCallCredentials();
  }

  String grant(String group) {
    return issueGrant(group).getGrant();
  }

  String groupId(String group) {
    return issueGrant(group).getGroupId();
  }

  private IssueGrantResponse issueGrant(String group) {
    return groups().issueGrant(IssueGrantRequest.newBuilder().setGroup(group).build());
  }

  void creates(String group) {
    var unused =
        groups()
            .createGroup(
                CreateGroupRequest.newBuilder().setRequestId(id()).setGroup(group).build());
  }

  void asksToJoin(String group) {
    var unused =
        groups()
            .joinGroup(JoinGroupRequest.newBuilder().setRequestId(id()).setGroup(group).build());
  }

  void accepts(String group, String other) {
    var unused =
        groups()
            .acceptJoinRequest(
                AcceptJoinRequestRequest.newBuilder()
                    .setRequestId(id())
                    .setGroup(group)
                    .setUser(other)
                    .build());
  }

  /** Lets another into a group of this user's. */
  void letsIn(String group, Account other) {
    other.asksToJoin(group);
    accepts(group, other.user());
  }

  void removes(String group, String other) {
    var unused =
        groups()
            .removeMember(
                RemoveMemberRequest.newBuilder()
                    .setRequestId(id())
                    .setGroup(group)
                    .setUser(other)
                    .build());
  }
}
