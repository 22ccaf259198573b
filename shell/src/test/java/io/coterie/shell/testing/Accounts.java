package io.coterie.shell.testing;

import io.coterie.rpc.auth.Callers;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.v1.AccountServiceGrpc.AccountServiceImplBase;
import io.coterie.tracker.v1.ChangePasswordRequest;
import io.coterie.tracker.v1.ChangePasswordResponse;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.CreateUserResponse;
import io.grpc.stub.StreamObserver;

final class Accounts extends AccountServiceImplBase {
  private final Deployment deployment;

  Accounts(Deployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public void createUser(CreateUserRequest request, StreamObserver<CreateUserResponse> observer) {
    synchronized (deployment) {
      deployment.enter(request.getRequestId());
      if (deployment.passwords.putIfAbsent(request.getUser(), request.getPassword()) != null) {
        throw Deployment.refusal(
            ErrorReason.ERROR_REASON_USER_EXISTS,
            "the name " + request.getUser() + " is taken; choose another");
      }
    }
    observer.onNext(CreateUserResponse.newBuilder().setUser(request.getUser()).build());
    observer.onCompleted();
  }

  @Override
  public void changePassword(
      ChangePasswordRequest request, StreamObserver<ChangePasswordResponse> observer) {
    synchronized (deployment) {
      deployment.enter(request.getRequestId());
      String user = Callers.session().user();
      if (!request.getCurrentPassword().equals(deployment.passwords.get(user))) {
        throw Deployment.refusal(
            ErrorReason.ERROR_REASON_CREDENTIALS_WRONG, "the current password is wrong");
      }
      deployment.passwords.put(user, request.getNewPassword());
    }
    observer.onNext(ChangePasswordResponse.newBuilder().setEndedSessions(1).build());
    observer.onCompleted();
  }
}
