package io.coterie.rpc.auth;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A secret sent as {@code authorization: Bearer SECRET}. Compares in constant time and never prints
 * itself.
 *
 * @param secret printable ASCII without spaces
 */
public record BearerToken(String secret) {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final String SCHEME = "Bearer ";

  /** The token that the headers carry; empty without exactly one well-formed header. */
  public static Optional<BearerToken> in(Metadata headers) {
    Iterable<String> values = headers.getAll(AUTHORIZATION);
    if (values == null) {
      return Optional.empty();
    }
    BearerToken found = null;
    for (String value : values) {
      boolean isBearer = value.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
      String secret = isBearer ? value.substring(SCHEME.length()).strip() : "";
      if (found != null || secret.isEmpty()) {
        return Optional.empty();
      }
      found = new BearerToken(secret);
    }
    return Optional.ofNullable(found);
  }

  /** Whether the other is the same secret; the time taken does not tell how much of it is. */
  public boolean matches(BearerToken other) {
    return MessageDigest.isEqual(bytes(), other.bytes());
  }

  /** Sends this token with the calls of a stub: {@code stub.withCallCredentials(...)}. */
  public CallCredentials toCallCredentials() {
    return new CallCredentials() {
      @Override
      public void applyRequestMetadata(
          RequestInfo requestInfo, Executor appExecutor, MetadataApplier applier) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, SCHEME + secret);
        applier.apply(headers);
      }
    };
  }

  private byte[] bytes() {
    return secret.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BearerToken token && matches(token);
  }

  @Override
  public int hashCode() {
    return secret.hashCode();
  }

  @Override
  public String toString() {
    return "BearerToken[hidden]";
  }
}
