package io.coterie.tracker.trust;

import io.coterie.rpc.tls.FileVersion;
import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a deployment's keys and certificates out of one folder. All are PEM, all keys P-256.
 *
 * <ul>
 *   <li>{@code ca.crt}: the certificates that peers are to trust, several while one replaces
 *       another.
 *   <li>{@code ca.key}: the authority's key; its certificate is among those of {@code ca.crt}.
 *   <li>{@code tls.crt}, {@code tls.key}: beside {@code ca.key} what trackers show. Without it the
 *       authority, with the certificates that vouch for it up to one of {@code ca.crt}, as
 *       cert-manager names them.
 *   <li>{@code grant.key}: the keys of grants, of which the first signs and all verify.
 * </ul>
 */
final class TrustReader {

  static final String AUTHORITIES = "ca.crt";
  static final String AUTHORITY_KEY = "ca.key";
  static final String CERTIFICATE = "tls.crt";
  static final String KEY = "tls.key";
  static final String GRANT_KEYS = "grant.key";

  /** How many authorities and how many grant keys may be in force; two is usual for a while. */
  private static final int MAX = 4;

  private final Path folder;
  private final Instant now;

  TrustReader(Path folder, Instant now) {
    this.folder = folder;
    this.now = now;
  }

  /**
   * Reads and checks all.
   *
   * @throws TrustException when something does not fit together
   * @throws IOException naming a file that cannot be read
   */
  Trust read() throws IOException {
    boolean named = Files.exists(folder.resolve(AUTHORITY_KEY));
    boolean showing = Files.exists(folder.resolve(KEY));
    if (!named && !showing) {
      throw new TrustException(
          folder.resolve(AUTHORITY_KEY)
              + " is missing; supply the authority's key as ca.key, or as tls.key with tls.crt");
    }
    List<X509Certificate> authorities = authorities(named);
    CertificateAuthority authority =
        named ? authorityAmong(authorities) : authorityBelow(authorities);
    Optional<Identity> serving =
        named && showing ? Optional.of(serving(authorities)) : Optional.empty();
    return new Trust(authority, authorities, grantKeys(), serving);
  }

  /** An authority that vouches for itself needs no {@code ca.crt} beside {@code tls.crt}. */
  private List<X509Certificate> authorities(boolean named) throws IOException {
    Path file = folder.resolve(AUTHORITIES);
    List<X509Certificate> found;
    if (named || Files.exists(file)) {
      found = Pem.readCertificates(file);
    } else {
      List<X509Certificate> chain = Pem.readCertificates(folder.resolve(CERTIFICATE));
      found = chain.subList(chain.size() - 1, chain.size());
    }
    for (X509Certificate authority : found) {
      requireAuthority(file, authority);
    }
    return atMost(file, found);
  }

  private CertificateAuthority authorityAmong(List<X509Certificate> authorities)
      throws IOException {
    Path file = folder.resolve(AUTHORITY_KEY);
    KeyPair pair = keyPair(file);
    for (X509Certificate candidate : authorities) {
      if (candidate.getPublicKey().equals(pair.getPublic())) {
        requireInForce(folder.resolve(AUTHORITIES), candidate);
        return new CertificateAuthority(pair.getPrivate(), List.of(candidate));
      }
    }
    throw new TrustException(
        file + " is not the key of a certificate in ca.crt; restore the two that belong together");
  }

  private CertificateAuthority authorityBelow(List<X509Certificate> authorities)
      throws IOException {
    Identity identity = identity(authorities);
    Path file = folder.resolve(CERTIFICATE);
    for (X509Certificate above : identity.chain()) {
      if (!authorities.contains(above)) {
        requireAuthority(file, above);
      }
    }
    return new CertificateAuthority(identity.key(), identity.chain());
  }

  private Identity serving(List<X509Certificate> authorities) throws IOException {
    Identity identity = identity(authorities);
    if (identity.certificate().getBasicConstraints() >= 0) {
      throw new TrustException(
          folder.resolve(CERTIFICATE)
              + " is the certificate of an authority; beside ca.key, supply the one that trackers"
              + " are to show");
    }
    return identity;
  }

  /** What {@code tls.key} and {@code tls.crt} hold, up to one that peers trust. */
  private Identity identity(List<X509Certificate> authorities) throws IOException {
    Path keyFile = folder.resolve(KEY);
    Path file = folder.resolve(CERTIFICATE);
    KeyPair pair = keyPair(keyFile);
    List<X509Certificate> chain = Pem.readCertificates(file);
    if (!chain.get(0).getPublicKey().equals(pair.getPublic())) {
      throw new TrustException(
          keyFile + " is not the key of tls.crt; supply the two that belong together");
    }
    for (X509Certificate part : chain) {
      requireInForce(file, part);
    }
    return new Identity(pair.getPrivate(), Chains.upTo(authorities, chain, file));
  }

  private List<GrantKey> grantKeys() throws IOException {
    Path file = folder.resolve(GRANT_KEYS);
    List<GrantKey> keys = new ArrayList<>();
    for (PrivateKey key : atMost(file, Pem.readKeys(file))) {
      KeyPair pair = pairOf(file, key);
      keys.add(new GrantKey((ECPrivateKey) pair.getPrivate(), (ECPublicKey) pair.getPublic()));
    }
    return keys;
  }

  /** By which a change of the files is noticed. */
  static String versionOf(Path folder) {
    return FileVersion.of(
        Stream.of(AUTHORITIES, AUTHORITY_KEY, CERTIFICATE, KEY, GRANT_KEYS)
            .map(folder::resolve)
            .toList());
  }

  /** The only key of a file, with its public half. */
  static KeyPair keyPair(Path file) throws IOException {
    return pairOf(file, Pem.readKey(file));
  }

  private static KeyPair pairOf(Path file, PrivateKey key) {
    try {
      return Keys.pairOf(key);
    } catch (IllegalArgumentException e) {
      throw new TrustException(file + " is not a P-256 key; supply one", e);
    }
  }

  private static <T> List<T> atMost(Path file, List<T> found) {
    if (found.size() > MAX) {
      throw new TrustException(
          file + " holds " + found.size() + "; keep those in use, at most " + MAX);
    }
    return found;
  }

  private static void requireAuthority(Path file, X509Certificate certificate) {
    if (certificate.getBasicConstraints() < 0) {
      throw new TrustException(
          file + " is no certificate of an authority; supply one that may sign others");
    }
  }

  private void requireInForce(Path file, X509Certificate certificate) {
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      throw new TrustException(file + " ran out on " + end + "; supply one that is in force");
    }
    if (now.isBefore(begin)) {
      throw new TrustException(
          file + " begins on " + begin + "; supply one that is in force, or set the clock right");
    }
  }
}
