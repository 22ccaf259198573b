package io.coterie.rpc.testing;

import io.coterie.rpc.auth.Authenticator;
import io.coterie.rpc.auth.Caller;
import io.coterie.rpc.auth.CertificateCaller;
import io.coterie.rpc.auth.ControlCaller;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.Auth;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Carries the caller from a test's channel to its server: by a name, under which it is kept. */
final class CallerByHeader {

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("test-caller", Metadata.ASCII_STRING_MARSHALLER);

  private static final Map<String, Caller> CALLERS = new ConcurrentHashMap<>();

  private CallerByHeader() {}

  static Channel calling(Channel channel, Caller caller) {
    String name = UUID.randomUUID().toString();
    CALLERS.put(name, caller);
    Metadata headers = new Metadata();
    headers.put(HEADER, name);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  static Map<Auth, Authenticator> authenticators() {
    return Map.of(
        Auth.AUTH_SESSION,
        only(SessionCaller.class, ErrorReason.ERROR_REASON_SESSION_MISSING),
        Auth.AUTH_CERTIFICATE,
        only(CertificateCaller.class, ErrorReason.ERROR_REASON_CERTIFICATE_MISSING),
        Auth.AUTH_CONTROL,
        only(ControlCaller.class, ErrorReason.ERROR_REASON_CONTROL_TOKEN_INVALID));
  }

  private static Authenticator only(Class<? extends Caller> kind, ErrorReason otherwise) {
    return (headers, attributes) -> {
      String name = headers.get(HEADER);
      Caller caller = name == null ? null : CALLERS.get(name);
      if (caller == null || !kind.isInstance(caller)) {
        throw new Refusal(otherwise, "the call carries no credentials of this kind");
      }
      return caller;
    };
  }
}
