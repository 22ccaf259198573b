package io.coterie.rpc.auth;

import io.grpc.Context;

/** The caller of the current call, put into its gRPC context by {@link AuthInterceptor}. */
public final class Callers {

  private static final Context.Key<Caller> CALLER = Context.key("caller");

  private Callers() {}

  /**
   * The caller of the current call, whoever it is.
   *
   * @throws IllegalStateException outside a call
   */
  public static Caller current() {
    Caller caller = CALLER.get();
    if (caller == null) {
      throw new IllegalStateException("no call is being served on this thread");
    }
    return caller;
  }

  /**
   * The session of the current call.
   *
   * @throws IllegalStateException when the method does not declare AUTH_SESSION
   */
  public static SessionCaller session() {
    return as(SessionCaller.class);
  }

  /**
   * The peer that makes the current call.
   *
   * @throws IllegalStateException when the method does not declare AUTH_CERTIFICATE
   */
  public static CertificateCaller certificate() {
    return as(CertificateCaller.class);
  }

  static Context with(Caller caller) {
    return Context.current().withValue(CALLER, caller);
  }

  private static <C extends Caller> C as(Class<C> type) {
    Caller caller = current();
    if (!type.isInstance(caller)) {
      throw new IllegalStateException(
          "the method is declared for another kind of caller than " + type.getSimpleName());
    }
    return type.cast(caller);
  }
}
