package io.coterie.rpc.server;

import io.coterie.rpc.attempt.PreviousAttempts;
import io.coterie.rpc.auth.AuthInterceptor;
import io.coterie.rpc.error.ErrorInterceptor;
import io.coterie.rpc.validate.MalformedRequests;
import io.coterie.rpc.validate.ValidationInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/** What stands between the wire and every service of ours, in one order. */
public final class ServiceStack {

  private final AuthInterceptor auth;
  private final MethodExecutors executors;
  private final RequestTimeLimit timeLimit;

  /** A stack that authenticates, admits and limits calls by these. */
  public ServiceStack(AuthInterceptor auth, MethodExecutors executors, RequestTimeLimit timeLimit) {
    this.auth = auth;
    this.executors = executors;
    this.timeLimit = timeLimit;
  }

  /**
   * Puts the stack before a service.
   *
   * @throws IllegalArgumentException when a method declares no authentication that this stack has
   */
  public ServerServiceDefinition before(ServerServiceDefinition service) {
    for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
      if (!auth.serves(method.getMethodDescriptor())) {
        throw new IllegalArgumentException(
            method.getMethodDescriptor().getFullMethodName()
                + " declares no kind of caller that this server authenticates");
      }
    }
    return ServerInterceptors.interceptForward(
        MalformedRequests.asNull(service),
        List.of(
            // Outermost, so that it maps whatever the others and the service throw.
            new ErrorInterceptor(),
            // Before authentication, which may itself need the store that is overloaded.
            executors.admission(),
            // Around authentication: it counts from the moment that the caller is known.
            timeLimit,
            // Before validation: strangers learn nothing about the limits of closed methods.
            auth,
            new PreviousAttempts(),
            // Innermost: the service sees only requests that keep their limits.
            new ValidationInterceptor()));
  }
}
