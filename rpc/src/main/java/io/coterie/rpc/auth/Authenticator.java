package io.coterie.rpc.auth;

import io.coterie.rpc.error.Refusal;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/** Establishes who makes a call. Thread-safe. */
@FunctionalInterface
public interface Authenticator {

  /**
   * Returns the caller. Runs on the executor of the call, so it may block only where that may.
   *
   * @param headers the call's metadata
   * @param attributes the connection's attributes, with the TLS session and the remote address
   * @throws Refusal when the credentials are missing or wrong, or cannot be checked now
   */
  Caller authenticate(Metadata headers, Attributes attributes);

  /**
   * As the other, for an authenticator that treats some method in a way of its own; by default none
   * does.
   *
   * @param method what is called
   */
  default Caller authenticate(
      MethodDescriptor<?, ?> method, Metadata headers, Attributes attributes) {
    return authenticate(headers, attributes);
  }
}
