package io.coterie.rpc.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows one identity, which can be switched or taken away while servers and channels run:
 * handshakes that begin later show the new one, connections that stand keep what they have shown.
 * Without an identity a client stays anonymous and a server refuses handshakes. Thread-safe.
 */
public final class SwitchableKeyManager extends X509ExtendedKeyManager {

  /** An identity and its predecessor, so that a handshake under way ends with the one it began. */
  private record Held(long number, Optional<Identity> identity, Optional<Identity> previous) {}

  private static final String ALIAS_PREFIX = "identity-";

  private volatile Held held = new Held(0, Optional.empty(), Optional.empty());

  /** A manager without an identity. */
  public SwitchableKeyManager() {}

  /** A manager that begins with this identity. */
  public SwitchableKeyManager(Identity identity) {
    switchTo(identity);
  }

  /** Shows this identity from now on. */
  public synchronized void switchTo(Identity identity) {
    replace(Optional.of(identity), held.identity);
  }

  /** Shows no identity from now on. */
  public synchronized void clear() {
    replace(Optional.empty(), Optional.empty());
  }

  /** The identity shown now. */
  public Optional<Identity> current() {
    return held.identity;
  }

  private void replace(Optional<Identity> next, Optional<Identity> previous) {
    held = new Held(held.number + 1, next, previous);
  }

  private @Nullable String alias() {
    Held now = held;
    return now.identity.isPresent() ? ALIAS_PREFIX + now.number : null;
  }

  private Optional<Identity> find(@Nullable String alias) {
    Held now = held;
    if ((ALIAS_PREFIX + now.number).equals(alias)) {
      return now.identity;
    }
    return (ALIAS_PREFIX + (now.number - 1)).equals(alias) ? now.previous : Optional.empty();
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return alias();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return alias();
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = alias();
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return getClientAliases(keyType, issuers);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
    return find(alias)
        .map(identity -> identity.chain().toArray(X509Certificate[]::new))
        .orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
    return find(alias).map(Identity::key).orElse(null);
  }
}
