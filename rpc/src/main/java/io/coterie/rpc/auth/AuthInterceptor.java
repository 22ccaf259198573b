package io.coterie.rpc.auth;

import io.coterie.rpc.v1.Auth;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.EnumMap;
import java.util.Map;

/**
 * Establishes the caller as the method declares and puts it into the call's context, where {@link
 * Callers} finds it. A method that declares nothing, or a kind for which there is no authenticator,
 * is never served.
 */
public final class AuthInterceptor implements ServerInterceptor {

  private final Map<Auth, Authenticator> authenticators;

  /** Serves the kinds given, and AUTH_ANYONE. */
  public AuthInterceptor(Map<Auth, Authenticator> authenticators) {
    this.authenticators = new EnumMap<>(Auth.class);
    this.authenticators.put(Auth.AUTH_ANYONE, (headers, attributes) -> new Anyone());
    this.authenticators.putAll(authenticators);
  }

  /** Whether calls of this method can be authenticated. */
  public boolean serves(io.grpc.MethodDescriptor<?, ?> method) {
    return authenticators.containsKey(DeclaredAuth.of(method));
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Auth auth = DeclaredAuth.of(call.getMethodDescriptor());
    Authenticator authenticator = authenticators.get(auth);
    if (authenticator == null) {
      throw new IllegalStateException("nobody authenticates callers of kind " + auth);
    }
    Caller caller =
        authenticator.authenticate(call.getMethodDescriptor(), headers, call.getAttributes());
    return Contexts.interceptCall(Callers.with(caller), call, headers, next);
  }
}
