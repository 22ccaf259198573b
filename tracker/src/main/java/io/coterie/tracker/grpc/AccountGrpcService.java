package io.coterie.tracker.grpc;

import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.tracker.account.Account;
import io.coterie.tracker.account.Accounts;
import io.coterie.tracker.account.Passwords;
import io.coterie.tracker.request.RequestKey;
import io.coterie.tracker.request.Requests;
import io.coterie.tracker.session.PasswordChange;
import io.coterie.tracker.v1.AccountServiceGrpc.AccountServiceImplBase;
import io.coterie.tracker.v1.ChangePasswordRequest;
import io.coterie.tracker.v1.ChangePasswordResponse;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.CreateUserResponse;
import io.grpc.stub.StreamObserver;

/** AccountService on the wire. */
public final class AccountGrpcService extends AccountServiceImplBase {

  private final Requests requests;
  private final Accounts accounts;
  private final Passwords passwords;
  private final PasswordChange change;

  public AccountGrpcService(
      Requests requests, Accounts accounts, Passwords passwords, PasswordChange change) {
    this.requests = requests;
    this.accounts = accounts;
    this.passwords = passwords;
    this.change = change;
  }

  @Override
  public void createUser(CreateUserRequest request, StreamObserver<CreateUserResponse> call) {
    accounts.requireOpen();
    CreateUserResponse response =
        requests.once(
            RequestKey.ofStranger("CreateUser", request.getUser(), request.getRequestId()),
            request,
            CreateUserResponse.parser(),
            () -> passwords.hash(request.getPassword()),
            (tx, hash) -> {
              Account account = accounts.create(tx, request.getUser(), hash);
              return CreateUserResponse.newBuilder().setUser(account.name()).build();
            });
    Unary.answer(call, response);
  }

  @Override
  public void changePassword(
      ChangePasswordRequest request, StreamObserver<ChangePasswordResponse> call) {
    SessionCaller caller = Callers.session();
    ChangePasswordResponse response =
        requests.once(
            RequestKey.of(caller, request.getRequestId()),
            request,
            ChangePasswordResponse.parser(),
            () -> change.prepare(caller, request.getCurrentPassword(), request.getNewPassword()),
            (tx, prepared) ->
                ChangePasswordResponse.newBuilder()
                    .setEndedSessions(change.apply(tx, caller, prepared))
                    .build());
    Unary.answer(call, response);
  }
}
